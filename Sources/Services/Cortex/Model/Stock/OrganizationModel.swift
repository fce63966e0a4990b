extension StockAreas {
    /// Organizations and their doings.
    static let organization: StaticString = #"""
        type ou:alias str {lower, regex: "^[\\w0-9_]+$"} deprecated
        type ou:contract:type str {enum: [nda, other, grant, treaty, purchase, indemnity, partnership]} deprecated
        type ou:id:value str {strip}
        type ou:isic str {regex: "^[A-Z]([0-9]{2}[0-9]{0,2})?$"}
        type ou:naics str {regex: "^[1-9][0-9]{1,5}?$", strip}
        type ou:role str {lower, regex: "^\\w+$"}
        type ou:sic str {regex: "^[0-9]{4}$"}

        form ou:asset guid
          id                        str {strip}
          name                      str {lower, onespace}
          node                      ndef
          operator                  ps:contact
          org                       ou:org
          owner                     ps:contact
          period                    ival
          place                     geo:place
          priority                  meta:priority
          priority:availability     meta:priority
          priority:confidentiality  meta:priority
          priority:integrity        meta:priority
          status                    ou:asset:status:taxonomy
          type                      ou:asset:type:taxonomy

        form ou:asset:status:taxonomy taxonomy implements meta:taxonomy

        form ou:asset:type:taxonomy taxonomy implements meta:taxonomy

        form ou:attendee guid
          arrived           time
          conference        ou:conference
          conference:event  ou:conference:event
          contest           ou:contest
          departed          time
          meet              ou:meet
          person            ps:contact
          preso             ou:preso
          roles             array {sorted, split: ",", type: ou:role, uniq}

        form ou:award guid
          name  str {lower, onespace}
          org   ou:org
          type  str {lower, onespace}

        form ou:campaign guid | a series of deeds with one goal
          actors                 array {sorted, split: ",", type: ps:contact, uniq}
          budget                 econ:price
          camptype               ou:camptype
          conflict               ou:conflict
          cost                   econ:price
          currency               econ:currency
          desc                   str
          ext:id                 str {strip}
          goal                   ou:goal alts goals
          goal:pop               int
          goal:revenue           econ:price
          goals                  array {sorted, split: ",", type: ou:goal, uniq}
          mitre:attack:campaign  it:mitre:attack:campaign
          name                   ou:campname alts names
          names                  array {sorted, type: ou:campname, uniq}
          org                    ou:org
          org:fqdn               inet:fqdn
          org:name               ou:name
          period                 ival
          reporter               ou:org
          reporter:name          ou:name
          result:pop             int
          result:revenue         econ:price
          slogan                 lang:phrase
          sophistication         meta:sophistication
          success                bool
          tag                    syn:tag
          team                   ou:team
          techniques             array {sorted, type: ou:technique, uniq} deprecated
          timeline               meta:timeline
          type                   str deprecated

        form ou:campname str {lower, onespace}

        form ou:camptype taxonomy implements meta:taxonomy

        form ou:candidate guid
          agent        ps:contact
          attachments  array {sorted, type: file:attachment, uniq}
          contact      ps:contact
          intro        str {strip}
          method       ou:candidate:method:taxonomy
          opening      ou:opening
          org          ou:org
          recruiter    ps:contact
          resume       file:bytes
          submitted    time

        form ou:candidate:method:taxonomy taxonomy implements meta:taxonomy

        form ou:candidate:referral guid
          candidate  ou:candidate
          referrer   ps:contact
          submitted  time
          text       str

        form ou:conference guid | a conference
          base       str {lower, strip}
          desc       str {lower}
          end        time
          name       entity:name alts names
          names      array {sorted, type: entity:name, uniq}
          org        ou:org
          organizer  ps:contact
          place      geo:place
          sponsors   array {sorted, type: ps:contact, uniq}
          start      time
          url        inet:url

        form ou:conference:attendee comp {fields: [[conference, ou:conference], [person, ps:person]]} deprecated
          arrived       time
          conference    ou:conference readonly
          departed      time
          person        ps:person readonly
          role:speaker  bool
          role:staff    bool
          roles         array {sorted, type: str, uniq}

        form ou:conference:event guid
          conference  ou:conference
          contact     ps:contact
          desc        str {lower}
          end         time
          name        str {lower}
          organizer   ps:contact
          place       geo:place
          sponsors    array {sorted, type: ps:contact, uniq}
          start       time
          url         inet:url

        form ou:conference:event:attendee comp {fields: [[conference, ou:conference:event], [person, ps:person]]} deprecated
          arrived   time
          departed  time
          event     ou:conference:event readonly
          person    ps:person readonly
          roles     array {sorted, type: str, uniq}

        form ou:conflict guid
          ended     time
          name      str {onespace}
          started   time
          timeline  meta:timeline

        form ou:contest guid
          conference    ou:conference
          contests      array {sorted, split: ",", type: ou:contest, uniq}
          desc          str {lower}
          end           time
          family        str {lower, onespace}
          latlong       geo:latlong
          loc           loc
          name          str {lower, onespace}
          organizers    array {sorted, split: ",", type: ps:contact, uniq}
          participants  array {sorted, split: ",", type: ps:contact, uniq}
          place         geo:place
          sponsors      array {sorted, split: ",", type: ps:contact, uniq}
          start         time
          type          str {lower, onespace}
          url           inet:url

        form ou:contest:result comp {fields: [[contest, ou:contest], [participant, ps:contact]]}
          contest      ou:contest readonly
          participant  ps:contact readonly
          period       ival
          rank         int
          score        int
          url          inet:url

        form ou:contract guid | an agreement between parties
          award:price   econ:price
          begins        time
          budget:price  econ:price
          completed     time
          currency      econ:currency
          document      file:bytes
          expires       time
          parties       array {sorted, type: ps:contact, uniq}
          purchase      econ:purchase
          requirements  array {sorted, type: ou:goal, uniq}
          signed        time
          sponsor       ps:contact
          terminated    time
          title         str
          type          ou:conttype
          types         array {sorted, split: ",", type: ou:contract:type, uniq} deprecated

        form ou:contribution guid
          campaign            ou:campaign
          currency            econ:currency
          from                ps:contact
          material:count      int
          material:spec       mat:spec
          monetary:payment    econ:acct:payment
          personnel:count     int
          personnel:jobtitle  ou:jobtitle
          time                time
          value               econ:price

        form ou:conttype taxonomy implements meta:taxonomy

        form ou:employment taxonomy implements meta:taxonomy

        form ou:enacted guid implements proj:task
          doc    ndef {forms: [doc:policy, doc:standard, doc:requirement]}
          org    ou:org
          scope  ndef

        form ou:enacted:status:taxonomy taxonomy implements meta:taxonomy

        form ou:goal guid | what someone wants to reach
          desc           str
          name           ou:goalname alts names
          names          array {sorted, type: ou:goalname, uniq}
          prev           ou:goal deprecated
          reporter       ou:org
          reporter:name  ou:name
          type           ou:goal:type:taxonomy

        form ou:goal:type:taxonomy taxonomy implements meta:taxonomy

        form ou:goalname str {lower, onespace}

        form ou:hasalias comp {fields: [[org, ou:org], [alias, ou:alias]]} deprecated
          alias  ou:alias readonly
          org    ou:org readonly

        form ou:hasgoal comp {fields: [[org, ou:org], [goal, ou:goal]]} deprecated
          goal    ou:goal readonly
          org     ou:org readonly
          stated  bool
          window  ival

        form ou:id:number comp {fields: [[type, ou:id:type], [value, ou:id:value]]}
          expires  time
          issued   time
          issuer   ps:contact
          status   str {lower, strip}
          type     ou:id:type readonly
          value    ou:id:value readonly

        form ou:id:type guid
          name   str alts names
          names  array {sorted, type: str, uniq}
          org    ou:org
          url    inet:url

        form ou:id:update guid
          number  ou:id:number
          status  str {lower, strip}
          time    time

        form ou:industry guid | a branch of the economy
          desc           str
          isic           array {sorted, split: ",", type: ou:isic, uniq}
          naics          array {sorted, split: ",", type: ou:naics, uniq}
          name           ou:industryname alts names
          names          array {sorted, type: ou:industryname, uniq}
          reporter       ou:org
          reporter:name  ou:name
          sic            array {sorted, split: ",", type: ou:sic, uniq}
          subs           array {sorted, split: ",", type: ou:industry, uniq} deprecated
          type           ou:industry:type:taxonomy

        form ou:industry:type:taxonomy taxonomy implements meta:taxonomy

        form ou:industryname str {lower, onespace}

        form ou:jobtitle str {lower, onespace}

        form ou:jobtype taxonomy implements meta:taxonomy

        form ou:meet guid | a meeting
          end    time
          name   str {lower}
          place  geo:place
          start  time

        form ou:meet:attendee comp {fields: [[meet, ou:meet], [person, ps:person]]} deprecated
          arrived   time
          departed  time
          meet      ou:meet readonly
          person    ps:person readonly

        form ou:member comp {fields: [[org, ou:org], [person, ps:person]]} deprecated
          end     time {ismax}
          org     ou:org readonly
          person  ps:person readonly
          start   time {ismin}
          title   str {lower, strip}

        form ou:name str {lower, strip} | the name of an organization

        form ou:opening guid
          contact      ps:contact
          employment   ou:employment
          jobtitle     ou:jobtitle
          jobtype      ou:jobtype
          loc          loc
          org          ou:org
          orgfqdn      inet:fqdn
          orgname      ou:name
          paycurrency  econ:currency
          posted       time
          postings     array {sorted, type: inet:url, uniq}
          remote       bool
          removed      time
          yearlypay    econ:price

        form ou:org guid | an organization
          alias         ou:alias
          country       pol:country
          country:code  pol:iso2
          desc          str
          dissolved     time
          dns:mx        array {sorted, type: inet:fqdn, uniq}
          ext:id        str {strip}
          founded       time
          goals         array {sorted, type: ou:goal, uniq}
          hq            ps:contact
          industries    array {sorted, type: ou:industry, uniq}
          loc           loc
          locations     array {sorted, type: ps:contact, uniq}
          logo          file:bytes
          motto         lang:phrase
          naics         ou:naics deprecated
          name          ou:name alts names
          names         array {sorted, type: ou:name, uniq}
          orgchart      ou:position
          orgtype       ou:orgtype
          phone         tel:phone
          sic           ou:sic deprecated
          subs          array {sorted, type: ou:org, uniq}
          tag           syn:tag
          techniques    array {sorted, type: ou:technique, uniq} deprecated
          type          str {lower, strip} deprecated
          url           inet:url
          us:cage       gov:us:cage
          vitals        ou:vitals

        form ou:org:has comp {fields: [[org, ou:org], [node, ndef]]} deprecated
          node       ndef readonly
          node:form  str readonly
          org        ou:org readonly

        form ou:orgnet4 comp {fields: [[org, ou:org], [net, inet:net4]]}
          name  str {lower, strip}
          net   inet:net4 readonly
          org   ou:org readonly

        form ou:orgnet6 comp {fields: [[org, ou:org], [net, inet:net6]]}
          name  str {lower, strip}
          net   inet:net6 readonly
          org   ou:org readonly

        form ou:orgtype taxonomy implements meta:taxonomy

        form ou:position guid | a post in an organization
          contact  ps:contact
          org      ou:org
          reports  array {sorted, type: ou:position, uniq}
          team     ou:team
          title    ou:jobtitle

        form ou:preso guid
          attendee:url    inet:url
          conference      ou:conference
          deck:file       file:bytes
          deck:url        inet:url
          desc            str {lower}
          duration        duration
          loc             loc
          organizer       ps:contact
          place           geo:place
          presenters      array {sorted, type: ps:contact, uniq}
          recording:file  file:bytes
          recording:url   inet:url
          sponsors        array {sorted, type: ps:contact, uniq}
          time            time
          title           str {lower}

        form ou:requirement guid deprecated
          active    bool
          assignee  ps:contact
          deps      array {sorted, type: ou:requirement, uniq}
          deps:min  int {min: 0}
          goal      ou:goal
          issued    time
          issuer    ps:contact
          name      str {lower, onespace}
          optional  bool
          period    ival
          priority  meta:priority
          text      str
          type      ou:requirement:type:taxonomy

        form ou:requirement:type:taxonomy taxonomy implements meta:taxonomy deprecated

        form ou:suborg comp {fields: [[org, ou:org], [sub, ou:org]]}
          current    bool
          dissolved  time
          founded    time
          org        ou:org readonly
          perc       int {max: 100, min: 0}
          sub        ou:org readonly

        form ou:team guid
          name  ou:name
          org   ou:org

        form ou:technique guid
          desc                    str
          ext:id                  str {strip}
          mitre:attack:technique  it:mitre:attack:technique
          name                    str {lower, onespace}
          names                   array {sorted, type: str, typeopts: {lower, onespace}, uniq}
          parent                  ou:technique
          reporter                ou:org
          reporter:name           ou:name
          sophistication          meta:sophistication
          tag                     syn:tag
          type                    ou:technique:taxonomy

        form ou:technique:taxonomy taxonomy implements meta:taxonomy

        form ou:user comp {fields: [[org, ou:org], [user, inet:user]]}
          org   ou:org readonly
          user  inet:user readonly

        form ou:vitals guid
          asof              time
          budget            econ:price
          costs             econ:price
          currency          econ:currency
          delta:costs       econ:price
          delta:population  int
          delta:profit      econ:price
          delta:revenue     econ:price
          delta:valuation   econ:price
          org               ou:org
          orgfqdn           inet:fqdn
          orgname           ou:name
          population        int
          profit            econ:price
          revenue           econ:price
          shares            int
          valuation         econ:price

        edge * -(meets)> ou:requirement
        edge ou:campaign -(targets)> *
        edge ou:campaign -(uses)> *
        edge ou:campaign -(uses)> ou:technique
        edge ou:contribution -(includes)> *
        edge ou:org -(has)> *
        edge ou:org -(owns)> *
        edge ou:org -(targets)> *
        edge ou:org -(uses)> *
        edge ou:org -(uses)> ou:technique
        edge ou:technique -(uses)> risk:vuln
        """#
}
