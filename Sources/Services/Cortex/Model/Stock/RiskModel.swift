extension StockAreas {
    /// Threats, attacks, vulnerabilities.
    static let risk: StaticString = #"""
        form risk:alert guid | a warning raised by a system or a person
          assignee          syn:user
          attack            risk:attack
          benign            bool
          desc              str
          detected          time
          engine            it:prod:softver
          ext:assignee      ps:contact
          ext:id            str
          host              it:host
          name              str
          priority          meta:priority
          service:account   inet:service:account
          service:instance  inet:service:instance
          service:platform  inet:service:platform
          severity          meta:severity
          status            int {enums: [[0, new], [10, enrichment], [20, todo], [30, analysis], [40, remediation], [50, done]]}
          type              risk:alert:taxonomy
          updated           time
          url               inet:url
          verdict           risk:alert:verdict:taxonomy
          vuln              risk:vuln

        form risk:alert:taxonomy taxonomy implements meta:taxonomy

        form risk:alert:verdict:taxonomy taxonomy implements meta:taxonomy

        form risk:attack guid | one attack
          actor           entity:actor
          actor:org       ou:org deprecated
          actor:person    ps:person deprecated
          attacker        ps:contact
          campaign        ou:campaign
          compromise      risk:compromise
          desc            str
          detected        time
          ext:id          str
          goal            ou:goal
          prev            risk:attack
          reporter        ou:org
          reporter:name   ou:name
          severity        meta:severity
          sophistication  meta:sophistication
          success         bool
          target          ps:contact deprecated
          target:host     it:host deprecated
          target:org      ou:org deprecated
          target:person   ps:person deprecated
          target:place    geo:place deprecated
          targeted        bool
          techniques      array {sorted, type: ou:technique, uniq} deprecated
          time            time
          type            risk:attacktype
          url             inet:url
          used:email      inet:email deprecated
          used:file       file:bytes deprecated
          used:host       it:host deprecated
          used:server     inet:server deprecated
          used:software   it:prod:softver deprecated
          used:url        inet:url deprecated
          used:vuln       risk:vuln deprecated
          via:email       inet:email deprecated
          via:ipv4        inet:ipv4 deprecated
          via:ipv6        inet:ipv6 deprecated
          via:phone       tel:phone deprecated

        form risk:attacktype taxonomy implements meta:taxonomy

        form risk:availability taxonomy implements meta:taxonomy

        form risk:compromise guid | a success of an attacker over a target
          attacker       ps:contact
          campaign       ou:campaign
          desc           str
          detected       time
          duration       duration
          econ:currency  econ:currency
          ext:id         str
          goal           ou:goal
          goals          array {sorted, type: ou:goal, uniq}
          lasttime       time
          loss:bytes     int
          loss:econ      econ:price
          loss:life      int
          loss:pii       int
          name           str {lower, onespace}
          ransom:paid    econ:price
          ransom:price   econ:price
          reporter       ou:org
          reporter:name  ou:name
          response:cost  econ:price
          severity       meta:severity
          tag            syn:tag
          target         ps:contact
          techniques     array {sorted, type: ou:technique, uniq} deprecated
          theft:price    econ:price
          time           time
          type           risk:compromisetype
          url            inet:url
          vector         risk:attack

        form risk:compromisetype taxonomy implements meta:taxonomy

        form risk:extortion guid
          attacker                   ps:contact
          compromise                 risk:compromise
          deadline                   time
          demanded                   time
          demanded:payment:currency  econ:currency
          demanded:payment:price     econ:price
          desc                       str
          enacted                    bool
          goal                       ou:goal
          name                       str {lower, onespace}
          paid:price                 econ:price
          payments                   array {sorted, type: econ:acct:payment, uniq}
          public                     bool
          public:url                 inet:url
          reporter                   ou:org
          reporter:name              ou:name
          success                    bool
          target                     ps:contact
          type                       risk:extortion:type:taxonomy

        form risk:extortion:type:taxonomy taxonomy implements meta:taxonomy

        form risk:hasvuln guid deprecated
          hardware  it:prod:hardware
          host      it:host
          item      mat:item
          org       ou:org
          person    ps:person
          place     geo:place
          software  it:prod:softver
          spec      mat:spec
          vuln      risk:vuln

        form risk:leak guid
          compromise     risk:compromise
          desc           str
          disclosed      time
          extortion      risk:extortion
          goal           ou:goal
          leaker         ps:contact
          name           str {lower, onespace}
          owner          ps:contact
          public         bool
          public:url     inet:url
          recipient      ps:contact
          reporter       ou:org
          reporter:name  ou:name
          size:bytes     int {min: 0}
          size:count     int {min: 0}
          size:percent   int {max: 100, min: 0}
          type           risk:leak:type:taxonomy

        form risk:leak:type:taxonomy taxonomy implements meta:taxonomy

        form risk:mitigation guid | what lowers a risk
          desc                     str
          hardware                 it:prod:hardware deprecated
          id                       str {strip}
          mitre:attack:mitigation  it:mitre:attack:mitigation
          name                     str {lower, onespace}
          names                    array {sorted, type: str, typeopts: {lower, onespace}, uniq}
          reporter                 ou:org
          reporter:name            ou:name
          software                 it:prod:softver deprecated
          tag                      syn:tag
          type                     risk:mitigation:type:taxonomy
          vuln                     risk:vuln

        form risk:mitigation:type:taxonomy taxonomy implements meta:taxonomy

        form risk:outage guid
          attack         risk:attack
          cause          risk:outage:cause:taxonomy
          name           str {lower, onespace}
          period         ival
          provider       ou:org
          provider:name  ou:name
          reporter       ou:org
          reporter:name  ou:name
          type           risk:outage:type:taxonomy

        form risk:outage:cause:taxonomy taxonomy implements meta:taxonomy

        form risk:outage:type:taxonomy taxonomy implements meta:taxonomy

        form risk:technique:masquerade guid
          node       ndef
          period     ival
          target     ndef
          technique  ou:technique

        form risk:threat guid | an actor or group that does harm, as one source sees it
          active               ival
          activity             meta:activity
          country              pol:country
          country:code         pol:iso2
          desc                 str
          ext:id               str {strip} alts ext:ids
          ext:ids              array {sorted, type: str, typeopts: {strip}, uniq}
          goals                array {sorted, type: ou:goal, uniq}
          merged:isnow         risk:threat
          merged:time          time
          mitre:attack:group   it:mitre:attack:group
          name                 str {lower, onespace}
          org                  ou:org
          org:loc              loc
          org:name             ou:name alts org:names
          org:names            array {sorted, type: ou:name, uniq}
          reporter             ou:org
          reporter:discovered  time
          reporter:name        ou:name
          reporter:published   time
          sophistication       meta:sophistication
          tag                  syn:tag
          techniques           array {sorted, type: ou:technique, uniq} deprecated
          type                 risk:threat:type:taxonomy

        form risk:threat:type:taxonomy taxonomy implements meta:taxonomy

        form risk:tool:software guid | software that threats use
          availability           risk:availability
          desc                   str
          id                     str {strip}
          mitre:attack:software  it:mitre:attack:software
          reporter               ou:org
          reporter:discovered    time
          reporter:name          ou:name
          reporter:published     time
          soft                   it:prod:soft
          soft:name              it:prod:softname alts soft:names
          soft:names             array {sorted, type: it:prod:softname, uniq}
          sophistication         meta:sophistication
          tag                    syn:tag
          techniques             array {sorted, type: ou:technique, uniq} deprecated
          type                   risk:tool:software:taxonomy
          used                   ival

        form risk:tool:software:taxonomy taxonomy implements meta:taxonomy

        form risk:vuln guid | a vulnerability
          cisa:kev:action               str deprecated
          cisa:kev:added                time deprecated
          cisa:kev:desc                 str deprecated
          cisa:kev:duedate              time deprecated
          cisa:kev:name                 str deprecated
          cisa:kev:product              it:prod:softname deprecated
          cisa:kev:vendor               ou:name deprecated
          cve                           it:sec:cve
          cve:desc                      str
          cve:references                array {sorted, type: inet:url, uniq}
          cve:url                       inet:url
          cvss:a                        str {enums: "N,L,H"} deprecated
          cvss:ac                       str {enums: "L,H"} deprecated
          cvss:ar                       str {enums: "X,L,M,H"} deprecated
          cvss:av                       str {enums: "N,A,P,L"} deprecated
          cvss:c                        str {enums: "N,L,H"} deprecated
          cvss:cr                       str {enums: "X,L,M,H"} deprecated
          cvss:e                        str {enums: "X,U,P,F,H"} deprecated
          cvss:i                        str {enums: "N,L,H"} deprecated
          cvss:ir                       str {enums: "X,L,M,H"} deprecated
          cvss:ma                       str {enums: "X,N,L,H"} deprecated
          cvss:mac                      str {enums: "X,L,H"} deprecated
          cvss:mav                      str {enums: "X,N,A,L,P"} deprecated
          cvss:mc                       str {enums: "X,N,L,H"} deprecated
          cvss:mi                       str {enums: "X,N,L,H"} deprecated
          cvss:mpr                      str {enums: "X,N,L,H"} deprecated
          cvss:ms                       str {enums: "X,U,C"} deprecated
          cvss:mui                      str {enums: "X,N,R"} deprecated
          cvss:pr                       str {enums: "N,L,H"} deprecated
          cvss:rc                       str {enums: "X,U,R,C"} deprecated
          cvss:rl                       str {enums: "X,O,T,W,U"} deprecated
          cvss:s                        str {enums: "U,C"} deprecated
          cvss:score                    float deprecated
          cvss:score:base               float deprecated
          cvss:score:environmental      float deprecated
          cvss:score:temporal           float deprecated
          cvss:ui                       str {enums: "N,R"} deprecated
          cvss:v2                       cvss:v2
          cvss:v2_0:score               float
          cvss:v2_0:score:base          float
          cvss:v2_0:score:environmental  float
          cvss:v2_0:score:temporal      float
          cvss:v3                       cvss:v3
          cvss:v3_0:score               float
          cvss:v3_0:score:base          float
          cvss:v3_0:score:environmental  float
          cvss:v3_0:score:temporal      float
          cvss:v3_1:score               float
          cvss:v3_1:score:base          float
          cvss:v3_1:score:environmental  float
          cvss:v3_1:score:temporal      float
          cwes                          array {sorted, type: it:sec:cwe, uniq}
          desc                          str
          exploited                     bool
          id                            str {strip}
          mitigated                     bool
          name                          risk:vulnname alts names
          names                         array {sorted, type: risk:vulnname, uniq}
          nist:nvd:modified             time {ismax} deprecated
          nist:nvd:published            time deprecated
          nist:nvd:source               ou:name deprecated
          priority                      meta:priority
          reporter                      ou:org
          reporter:name                 ou:name
          reporter:url                  inet:url
          severity                      meta:severity
          tag                           syn:tag
          timeline:discovered           time {ismin}
          timeline:exploited            time {ismin}
          timeline:published            time {ismin}
          timeline:vendor:fixed         time {ismin}
          timeline:vendor:notified      time {ismin}
          type                          risk:vuln:type:taxonomy

        form risk:vuln:soft:range guid
          version:max  it:prod:softver
          version:min  it:prod:softver
          vuln         risk:vuln

        form risk:vuln:type:taxonomy taxonomy implements meta:taxonomy

        form risk:vulnerable guid
          mitigated    bool
          mitigations  array {sorted, type: risk:mitigation, uniq}
          node         ndef
          period       ival
          technique    ou:technique
          vuln         risk:vuln

        form risk:vulnname str {lower, onespace}

        edge risk:alert -(about)> *
        edge risk:attack -(caused)> risk:outage
        edge risk:attack -(targets)> *
        edge risk:attack -(targets)> ou:industry
        edge risk:attack -(uses)> *
        edge risk:attack -(uses)> ou:technique
        edge risk:attack -(uses)> risk:vuln
        edge risk:compromise -(stole)> *
        edge risk:compromise -(targets)> ou:industry
        edge risk:compromise -(uses)> ou:technique
        edge risk:extortion -(leveraged)> *
        edge risk:extortion -(uses)> ou:technique
        edge risk:leak -(enabled)> risk:leak
        edge risk:leak -(leaked)> *
        edge risk:mitigation -(addresses)> ou:technique
        edge risk:mitigation -(uses)> inet:service:rule
        edge risk:mitigation -(uses)> it:app:snort:rule
        edge risk:mitigation -(uses)> it:app:yara:rule
        edge risk:mitigation -(uses)> it:prod:hardware
        edge risk:mitigation -(uses)> it:prod:softver
        edge risk:mitigation -(uses)> meta:rule
        edge risk:outage -(impacted)> *
        edge risk:threat -(targets)> *
        edge risk:threat -(targets)> ou:industry
        edge risk:threat -(uses)> *
        edge risk:threat -(uses)> inet:service:app deprecated
        edge risk:threat -(uses)> inet:service:platform
        edge risk:threat -(uses)> ou:technique
        edge risk:threat -(uses)> risk:vuln
        edge risk:tool:software -(uses)> *
        edge risk:tool:software -(uses)> math:algorithm
        edge risk:tool:software -(uses)> ou:technique
        edge risk:tool:software -(uses)> risk:vuln
        edge risk:vuln -(uses)> ou:technique
        """#
}
