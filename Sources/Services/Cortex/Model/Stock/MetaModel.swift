extension StockAreas {
    /// Sources, notes, projects, and the model itself.
    static let meta: StaticString = #"""
        universal created time {ismin} readonly | when the node was made
        universal seen ival | when the thing was seen

        interface meta:taxonomy | what every node of a taxonomy says of itself
          title    str
          summary  str deprecated
          desc     str
          sort     int
          base     taxon readonly
          depth    int readonly
          parent   $self readonly
        interface proj:task
          id            str {strip}
          project       proj:project
          status        int
          priority      meta:priority
          created       time
          updated       time
          due           time
          completed     time
          creator       syn:user
          assignee      syn:user
          ext:creator   ps:contact
          ext:assignee  ps:contact

        type markdown str
        type meta:activity int {enums: [[0, none], [10, lowest], [20, low], [30, medium], [40, high], [50, highest]],
            "enums:strict": false}
        type meta:priority int {enums: [[0, none], [10, lowest], [20, low], [30, medium], [40, high], [50, highest]],
            "enums:strict": false} | how urgent something is
        type meta:ruleset:type:taxonomy taxonomy implements meta:taxonomy
        type meta:severity int {enums: [[0, none], [10, lowest], [20, low], [30, medium], [40, high], [50, highest]],
            "enums:strict": false} | how bad something is
        type meta:sophistication int {enums: [[10, "very low"], [20, low], [30, medium], [40, high], [50, "very high"]]}
        type syn:nodedata comp {fields: [[key, str], [form, syn:form]]}

        form edge:has edge
          n1       ndef readonly
          n1:form  str readonly
          n2       ndef readonly
          n2:form  str readonly

        form edge:refs edge | a node that mentions another; light edges replaced it
          n1       ndef readonly
          n1:form  str readonly
          n2       ndef readonly
          n2:form  str readonly

        form edge:wentto timeedge
          n1       ndef readonly
          n1:form  str readonly
          n2       ndef readonly
          n2:form  str readonly
          time     time readonly

        form graph:cluster guid deprecated
          desc  str {lower}
          name  str {lower}
          type  str {lower}

        form graph:edge edge
          n1       ndef readonly
          n1:form  str readonly
          n2       ndef readonly
          n2:form  str readonly

        form graph:event guid deprecated
          data  data
          name  str
          time  time
          type  str

        form graph:node guid deprecated
          data  data
          name  str
          type  str

        form graph:timeedge timeedge
          n1       ndef readonly
          n1:form  str readonly
          n2       ndef readonly
          n2:form  str readonly
          time     time readonly

        form meta:aggregate guid
          count  int
          time   time
          type   meta:aggregate:type:taxonomy

        form meta:aggregate:type:taxonomy taxonomy implements meta:taxonomy

        form meta:cluster guid
          desc           str
          id             str {strip} alts ids
          ids            array {sorted, type: str, typeopts: {strip}, uniq}
          name           str {lower, onespace} alts names
          names          array {sorted, type: str, typeopts: {lower, onespace}, uniq}
          reporter       ou:org
          reporter:name  ou:name
          tag            syn:tag
          type           meta:cluster:type:taxonomy

        form meta:cluster:type:taxonomy taxonomy implements meta:taxonomy

        form meta:event guid | something that happened, told by an analyst
          duration  duration
          index     int
          summary   str
          time      time
          timeline  meta:timeline
          title     str
          type      meta:event:taxonomy

        form meta:event:taxonomy taxonomy implements meta:taxonomy

        form meta:feed guid
          cursor  str {strip}
          id      str {strip}
          latest  time
          name    str {lower, onespace}
          offset  int
          opts    data
          period  ival
          query   str
          source  meta:source
          type    meta:feed:type:taxonomy
          url     inet:url

        form meta:feed:type:taxonomy taxonomy implements meta:taxonomy

        form meta:note guid | a note of an analyst
          author   ps:contact
          created  time
          creator  syn:user
          replyto  meta:note
          text     str
          type     meta:note:type:taxonomy
          updated  time

        form meta:note:type:taxonomy taxonomy implements meta:taxonomy

        form meta:rule guid | a rule that finds things
          author   ps:contact
          created  time
          desc     str
          ext:id   str
          name     str {lower, onespace}
          status   meta:rule:status:taxonomy
          text     str
          type     meta:rule:type:taxonomy
          updated  time
          url      inet:url

        form meta:rule:status:taxonomy taxonomy implements meta:taxonomy

        form meta:rule:type:taxonomy taxonomy implements meta:taxonomy

        form meta:ruleset guid
          author   ps:contact
          created  time
          desc     str
          name     str {lower, onespace}
          type     meta:ruleset:type:taxonomy
          updated  time

        form meta:seen comp {fields: [[source, meta:source], [node, ndef]]} deprecated
          node    ndef readonly
          source  meta:source readonly

        form meta:source guid | where data came from
          ingest:cursor  str
          ingest:latest  time
          ingest:offset  int
          name           str {lower}
          type           str {lower}
          url            inet:url

        form meta:timeline guid
          summary  str
          title    str
          type     meta:timeline:taxonomy

        form meta:timeline:taxonomy taxonomy implements meta:taxonomy

        form plan:phase guid
          index    int
          summary  str
          system   plan:system
          title    str
          url      inet:url

        form plan:procedure guid | a way to do something, step by step
          author     ps:contact
          created    time
          firststep  plan:procedure:step
          inputs     array {sorted, type: plan:procedure:variable, uniq}
          summary    str
          system     plan:system
          title      str
          type       plan:procedure:type:taxonomy
          updated    time
          version    it:semver

        form plan:procedure:link guid
          condition  bool
          next       plan:procedure:step
          procedure  plan:procedure

        form plan:procedure:step guid
          links       array {type: plan:procedure:link, uniq}
          outputs     array {sorted, type: plan:procedure:variable, uniq}
          phase       plan:phase
          procedure   plan:procedure
          summary     str
          techniques  array {sorted, type: ou:technique, uniq}
          title       str

        form plan:procedure:type:taxonomy taxonomy implements meta:taxonomy

        form plan:procedure:variable guid
          default    data
          name       str
          procedure  plan:procedure
          type       str

        form plan:system guid
          author   ps:contact
          created  time
          name     str {lower, onespace}
          summary  str
          updated  time
          url      inet:url
          version  it:semver

        form proj:attachment guid
          comment  proj:comment
          created  time
          creator  syn:user
          file     file:bytes
          name     file:base
          ticket   proj:ticket

        form proj:comment guid
          created      time
          creator      syn:user
          ext:creator  ps:contact
          text         str
          ticket       proj:ticket
          updated      time {ismax}

        form proj:epic guid
          created  time
          creator  syn:user
          name     str {onespace}
          project  proj:project
          updated  time {ismax}

        form proj:project guid
          created   time
          creator   syn:user
          desc      str
          name      str {lower, onespace}
          platform  inet:service:platform
          type      proj:project:type:taxonomy

        form proj:project:type:taxonomy taxonomy

        form proj:sprint guid
          created  time
          creator  syn:user
          desc     str
          name     str {lower, onespace}
          period   ival
          project  proj:project
          status   str {enums: "planned,current,completed"}

        form proj:ticket guid implements proj:task | a task to be done
          desc     str
          epic     proj:epic
          ext:id   str {strip} deprecated
          ext:url  inet:url
          name     str {onespace}
          points   int
          sprint   proj:sprint
          status   int {enums: [[0, new], [10, "in validation"], [20, "in backlog"], [30, "in sprint"], [40, "in progress"], [50,
              "in review"], [60, completed], [70, done], [80, blocked]]}
          type     str {lower, strip}

        form syn:cmd str {strip} runtime | a command of the query language
          deprecated          bool
          deprecated:date     time
          deprecated:mesg     str
          deprecated:version  it:semver
          doc                 str {strip}
          input               array {type: syn:form} readonly deprecated unique
          nodedata            array {type: syn:nodedata} readonly deprecated unique
          output              array {type: syn:form} readonly deprecated unique
          package             str {strip}
          svciden             guid {strip}

        form syn:cron guid runtime
          doc    str
          name   str
          storm  str readonly

        form syn:form str {strip} runtime | a form of this model
          doc   str {strip} readonly
          runt  bool readonly
          type  syn:type readonly

        form syn:prop str {strip} runtime | a property of this model
          base      str {strip} readonly
          doc       str {strip}
          extmodel  bool readonly
          form      syn:form readonly
          relname   str {strip} readonly
          ro        bool readonly
          type      syn:type readonly
          univ      bool readonly

        form syn:tag builtin | a tag
          base     str readonly
          depth    int readonly
          doc      str
          doc:url  inet:url
          isnow    syn:tag
          title    str
          up       syn:tag readonly

        form syn:tagprop str {strip} runtime
          doc   str {strip}
          type  syn:type readonly

        form syn:trigger guid runtime
          cond     str {lower, strip} readonly
          doc      str
          enabled  bool readonly
          form     str {lower, strip}
          n2form   str {lower, strip}
          name     str
          prop     str {lower, strip}
          storm    str readonly
          tag      str {lower, strip}
          user     str readonly
          verb     str {lower, strip}
          vers     int readonly

        form syn:type str {strip} runtime | a type of this model
          ctor   str {strip} readonly
          doc    str {strip} readonly
          opts   data readonly
          subof  syn:type readonly

        edge * -(linked)> *
        edge * -(refs)> *
        edge meta:event -(caused)> risk:outage
        edge meta:feed -(found)> *
        edge meta:note -(about)> *
        edge meta:rule -(detects)> *
        edge meta:rule -(generated)> it:log:event
        edge meta:rule -(generated)> risk:alert
        edge meta:rule -(matches)> *
        edge meta:ruleset -(has)> inet:service:rule
        edge meta:ruleset -(has)> it:app:snort:rule
        edge meta:ruleset -(has)> it:app:yara:rule
        edge meta:ruleset -(has)> meta:rule
        edge meta:source -(seen)> *
        edge plan:procedure:step -(uses)> *
        """#
}
