extension StockAreas {
    /// Documents, languages, media, science and beliefs.
    static let knowledge: StaticString = #"""
        interface doc:document
          id            str {strip}
          name          str {lower, onespace}
          type          {type}
          text          str
          file          file:bytes
          created       time
          updated       time
          author        ps:contact
          contributors  array {sorted, type: ps:contact, uniq}
          version       it:semver
          supersedes    array {sorted, type: "$self", uniq}

        type lang:code str {lower, regex: "^[a-z]{2}(.[a-z]{2})?$"} | a language by letters

        form belief:subscriber guid
          began    time
          contact  ps:contact
          ended    time
          system   belief:system

        form belief:system guid
          began  time
          desc   str
          name   str {lower, onespace}
          type   belief:system:type:taxonomy

        form belief:system:type:taxonomy taxonomy implements meta:taxonomy

        form belief:tenet guid
          desc  str
          name  str {lower, onespace}

        form doc:policy guid implements doc:document with type=doc:policy:type:taxonomy

        form doc:policy:type:taxonomy taxonomy implements meta:taxonomy

        form doc:requirement guid implements doc:document with type=doc:requirement:type:taxonomy
          optional  bool
          priority  meta:priority
          standard  doc:standard
          summary   str

        form doc:requirement:type:taxonomy taxonomy implements meta:taxonomy

        form doc:resume guid implements doc:document with type=doc:resume:type:taxonomy
          achievements  array {sorted, type: ps:achievement, uniq}
          contact       ps:contact
          education     array {sorted, type: ps:education, uniq}
          summary       str
          workhist      array {sorted, type: ps:workhist, uniq}

        form doc:resume:type:taxonomy taxonomy implements meta:taxonomy

        form doc:standard guid implements doc:document with type=doc:standard:type:taxonomy
          policy  doc:policy

        form doc:standard:type:taxonomy taxonomy implements meta:taxonomy

        form lang:idiom str deprecated
          desc:en  str
          url      inet:url

        form lang:language guid | a language
          code   lang:code
          name   lang:name
          names  array {sorted, type: lang:name, uniq}
          skill  ps:skill

        form lang:name str {lower, onespace}

        form lang:phrase str {lower, onespace}

        form lang:trans str deprecated
          desc:en  str
          text:en  str

        form lang:translation guid
          desc         str
          engine       it:prod:softver
          input        str
          input:lang   lang:code
          output       str
          output:lang  lang:code

        form math:algorithm guid
          created  time
          desc     str
          name     str {lower, onespace}
          type     math:algorithm:type:taxonomy

        form math:algorithm:type:taxonomy taxonomy implements meta:taxonomy

        form media:news guid | a published report or article
          author          ps:name deprecated
          authors         array {sorted, split: ",", type: ps:contact, uniq}
          body            str
          ext:id          str
          file            file:bytes
          org             ou:alias
          published       time
          publisher       ou:org
          publisher:name  ou:name
          rss:feed        inet:url
          summary         str
          title           str {lower}
          topics          array {sorted, type: media:topic, uniq}
          type            media:news:taxonomy
          updated         time {ismax}
          url             inet:url
          url:fqdn        inet:fqdn
          version         str {onespace}

        form media:news:taxonomy taxonomy implements meta:taxonomy

        form media:topic str {lower, onespace}
          desc  str

        form sci:evidence guid
          hypothesis   sci:hypothesis
          observation  sci:observation
          refutes      bool
          summary      str

        form sci:experiment guid
          name     str {lower, onespace}
          summary  str
          time     time
          type     sci:experiment:type:taxonomy
          window   ival

        form sci:experiment:type:taxonomy taxonomy

        form sci:hypothesis guid
          name     str {lower, onespace}
          summary  str
          type     sci:hypothesis:type:taxonomy

        form sci:hypothesis:type:taxonomy taxonomy

        form sci:observation guid
          experiment  sci:experiment
          summary     str
          time        time

        edge belief:subscriber -(follows)> belief:tenet
        edge belief:system -(has)> belief:tenet
        edge math:algorithm -(generates)> *
        edge sci:evidence -(has)> *
        edge sci:experiment -(uses)> *
        edge sci:observation -(has)> *
        """#
}
