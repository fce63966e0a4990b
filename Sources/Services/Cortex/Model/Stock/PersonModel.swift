extension StockAreas {
    /// People, contacts, education.
    static let person: StaticString = #"""
        type entity:actor ndef {forms: [ou:org, ps:person, ps:contact, risk:threat]}

        form auth:access guid
          creds    auth:creds
          person   ps:person
          success  bool
          time     time

        form auth:creds guid
          account          it:account
          email            inet:email
          host             it:host
          passwd           inet:passwd
          passwdhash       it:auth:passwdhash
          phone            tel:phone
          service:account  inet:service:account
          user             inet:user
          web:acct         inet:web:acct deprecated
          website          inet:url
          wifi:ssid        inet:wifi:ssid

        form edu:class guid
          assistants        array {sorted, type: ps:contact, uniq}
          course            edu:course
          date:first        time
          date:last         time
          instructor        ps:contact
          isvirtual         bool
          place             geo:place
          virtual:provider  ps:contact
          virtual:url       inet:url

        form edu:course guid
          code         str {lower, strip}
          desc         str
          institution  ps:contact
          name         str {lower, onespace}
          prereqs      array {sorted, type: edu:course, uniq}

        form entity:name str {lower, onespace}

        form entity:relationship guid
          period         ival
          reporter       ou:org
          reporter:name  ou:name
          source         entity:actor
          target         entity:actor
          type           entity:relationship:type:taxonomy

        form entity:relationship:type:taxonomy taxonomy implements meta:taxonomy

        form ps:achievement guid
          award    ou:award
          awarded  time
          awardee  ps:contact
          expires  time
          revoked  time

        form ps:contact guid | what is known of how to reach someone
          address           geo:address
          adid              it:adid
          asof              time
          banner            file:bytes
          bio               str
          birth:place       geo:place
          birth:place:loc   loc
          birth:place:name  geo:name
          crypto:address    crypto:currency:address
          death:place       geo:place
          death:place:loc   loc
          death:place:name  geo:name
          desc              str
          dob               time
          dod               time
          email             inet:email alts emails
          email:work        inet:email
          emails            array {sorted, type: inet:email, uniq}
          id                str {strip}
          id:number         ou:id:number alts id:numbers
          id:numbers        array {sorted, type: ou:id:number, uniq}
          imid              tel:mob:imid
          imid:imei         tel:mob:imei
          imid:imsi         tel:mob:imsi
          lang              lang:language alts langs
          langs             array {type: lang:language}
          loc               loc
          name              ps:name alts names
          names             array {sorted, type: ps:name, uniq}
          org               ou:org
          orgfqdn           inet:fqdn
          orgname           ou:name alts orgnames
          orgnames          array {sorted, type: ou:name, uniq}
          passwd            inet:passwd
          person            ps:person
          phone             tel:phone alts phones
          phone:fax         tel:phone
          phone:work        tel:phone
          phones            array {sorted, type: tel:phone, uniq}
          photo             file:bytes
          place             geo:place
          place:name        geo:name
          service:accounts  array {sorted, type: inet:service:account, uniq}
          title             ou:jobtitle alts titles
          titles            array {sorted, type: ou:jobtitle, uniq}
          type              ps:contact:type:taxonomy
          url               inet:url
          user              inet:user alts users
          users             array {sorted, type: inet:user, uniq}
          vitals            ps:vitals
          web:acct          inet:web:acct deprecated
          web:accts         array {sorted, type: inet:web:acct, uniq} deprecated
          web:group         inet:web:group deprecated
          website           inet:url
          websites          array {sorted, type: inet:url, uniq}

        form ps:contact:type:taxonomy taxonomy implements meta:taxonomy

        form ps:contactlist guid
          contacts        array {sorted, split: ",", type: ps:contact, uniq}
          source:account  inet:service:account
          source:acct     inet:web:acct deprecated
          source:file     file:bytes
          source:host     it:host

        form ps:education guid
          achievement     ps:achievement
          attended:first  time
          attended:last   time
          classes         array {sorted, type: edu:class, uniq}
          institution     ps:contact
          student         ps:contact

        form ps:name str {lower, onespace} | the name of a person
          given   ps:tokn
          middle  ps:tokn
          sur     ps:tokn

        form ps:person guid | a person
          dob          time
          dod          time
          img          file:bytes deprecated
          name         ps:name alts names
          name:given   ps:tokn
          name:middle  ps:tokn
          name:sur     ps:tokn
          names        array {sorted, type: ps:name, uniq}
          nick         inet:user
          nicks        array {sorted, type: inet:user, uniq}
          photo        file:bytes
          vitals       ps:vitals

        form ps:person:has comp {fields: [[person, ps:person], [node, ndef]]} deprecated
          node       ndef readonly
          node:form  str readonly
          person     ps:person readonly

        form ps:persona guid deprecated
          dob          time
          img          file:bytes
          name         ps:name
          name:given   ps:tokn deprecated
          name:middle  ps:tokn deprecated
          name:sur     ps:tokn deprecated
          names        array {sorted, type: ps:name, uniq}
          nick         inet:user
          nicks        array {sorted, type: inet:user, uniq}
          person       ps:person

        form ps:persona:has comp {fields: [[persona, ps:persona], [node, ndef]]} deprecated
          node       ndef readonly
          node:form  str readonly
          persona    ps:persona readonly

        form ps:proficiency guid
          contact  ps:contact
          skill    ps:skill

        form ps:skill guid
          name  str {lower, onespace}
          type  ps:skill:type:taxonomy

        form ps:skill:type:taxonomy taxonomy implements meta:taxonomy

        form ps:tokn str {lower, strip} deprecated

        form ps:vitals guid implements phys:object
          asof                time
          contact             ps:contact
          econ:annual:income  econ:price
          econ:currency       econ:currency
          econ:net:worth      econ:price
          height              geo:dist
          person              ps:person
          weight              mass

        form ps:workhist guid
          contact     ps:contact
          currency    econ:currency
          desc        str
          duration    duration
          employment  ou:employment
          ended       time
          jobtitle    ou:jobtitle
          jobtype     ou:jobtype
          org         ou:org
          orgfqdn     inet:fqdn
          orgname     ou:name
          pay         econ:price
          started     time

        edge ps:contact -(has)> *
        edge ps:contact -(owns)> *
        edge ps:person -(has)> *
        edge ps:person -(owns)> *
        """#
}
