extension StockAreas {
    /// Money, purchases, deals.
    static let economy: StaticString = #"""
        interface econ:pay:instrument
          contact  ps:contact

        type biz:service:type:taxonomy taxonomy implements meta:taxonomy
        type econ:pay:card:funding:type str {enums: "credit,debit,prepaid,charge,deferreddebit", lower}
        type econ:pay:cvv str {regex: "^[0-9]{1,6}$"}
        type econ:pay:instrument ndef {interface: econ:pay:instrument}
        type econ:pay:mii int {max: 9, min: 0}
        type econ:pay:pin str {regex: "^[0-9]{3,6}$"}
        type econ:price hugenum {norm: false} | an amount of money

        form biz:bundle guid
          count     int
          deal      biz:deal deprecated
          price     econ:price
          product   biz:product
          purchase  econ:purchase deprecated
          service   biz:service

        form biz:deal guid
          buyer           ps:contact
          buyer:budget    econ:price
          buyer:deadline  time
          buyer:org       ou:org deprecated
          buyer:orgfqdn   inet:fqdn deprecated
          buyer:orgname   ou:name deprecated
          contacted       time
          currency        econ:currency
          id              str {strip}
          offer:expires   time
          offer:price     econ:price
          purchase        econ:purchase
          rfp             biz:rfp
          seller          ps:contact
          seller:org      ou:org deprecated
          seller:orgfqdn  inet:fqdn deprecated
          seller:orgname  ou:name deprecated
          status          biz:dealstatus
          title           str
          type            biz:dealtype
          updated         time

        form biz:dealstatus taxonomy implements meta:taxonomy

        form biz:dealtype taxonomy implements meta:taxonomy

        form biz:listing guid
          count:remaining  int {min: 0}
          count:total      int {min: 0}
          currency         econ:currency
          current          bool
          expires          time
          price            econ:price
          product          biz:product
          seller           ps:contact
          service          biz:service
          time             time

        form biz:prodtype taxonomy implements meta:taxonomy

        form biz:product guid
          bundles         array {sorted, type: biz:bundle, uniq}
          madeby:org      ou:org deprecated
          madeby:orgfqdn  inet:fqdn deprecated
          madeby:orgname  ou:name deprecated
          maker           ps:contact
          name            str
          price:bottom    econ:price
          price:currency  econ:currency
          price:retail    econ:price
          summary         str
          type            biz:prodtype

        form biz:rfp guid
          contact       ps:contact
          ext:id        str
          file          file:bytes
          posted        time
          propdue       time
          purchases     array {sorted, type: econ:purchase, uniq}
          quesdue       time
          requirements  array {sorted, type: ou:goal, uniq}
          status        biz:dealstatus
          summary       str
          title         str
          url           inet:url

        form biz:service guid
          launched  time
          name      str {lower, onespace}
          provider  ps:contact
          summary   str
          type      biz:service:type:taxonomy

        form biz:stake guid
          asof      time
          invested  econ:price
          name      str
          org       ou:org
          orgfqdn   inet:fqdn
          orgname   ou:name
          owner     ps:contact
          percent   hugenum
          purchase  econ:purchase
          shares    int
          value     econ:price
          vitals    ou:vitals

        form econ:acct:balance guid
          amount          econ:price
          crypto:address  crypto:currency:address deprecated
          currency        econ:currency
          delta           econ:price
          instrument      econ:pay:instrument
          pay:card        econ:pay:card deprecated
          time            time
          total:received  econ:price
          total:sent      econ:price

        form econ:acct:invoice guid
          amount     econ:price
          currency   econ:currency
          due        time
          issued     time
          issuer     ps:contact
          paid       bool
          purchase   econ:purchase
          recipient  ps:contact

        form econ:acct:payment guid | a payment
          amount              econ:price
          crypto:transaction  crypto:currency:transaction
          currency            econ:currency
          fee                 econ:price
          from:account        econ:bank:account deprecated
          from:cash           bool
          from:coinaddr       crypto:currency:address deprecated
          from:contact        ps:contact
          from:contract       ou:contract
          from:instrument     econ:pay:instrument
          from:pay:card       econ:pay:card deprecated
          invoice             econ:acct:invoice
          memo                str
          place               geo:place
          place:address       geo:address
          place:latlong       geo:latlong
          place:loc           loc
          place:name          geo:name
          purchase            econ:purchase
          receipt             econ:acct:receipt
          time                time
          to:account          econ:bank:account deprecated
          to:cash             bool
          to:coinaddr         crypto:currency:address deprecated
          to:contact          ps:contact
          to:contract         ou:contract
          to:instrument       econ:pay:instrument
          txnid               str {strip}

        form econ:acct:receipt guid
          amount     econ:price
          currency   econ:currency
          issued     time
          issuer     ps:contact
          purchase   econ:purchase
          recipient  ps:contact

        form econ:acquired comp {fields: [[purchase, econ:purchase], [item, ndef]]} deprecated
          item       ndef readonly
          item:form  str
          purchase   econ:purchase readonly

        form econ:bank:aba:rtn str {regex: "^[0-9]{9}$"}
          bank       ou:org
          bank:name  ou:name

        form econ:bank:account guid implements econ:pay:instrument
          aba:rtn      econ:bank:aba:rtn
          balance      econ:bank:balance
          currency     econ:currency
          iban         econ:bank:iban
          issuer       ou:org
          issuer:name  ou:name
          number       str {regex: "[0-9]+"}
          swift:bic    econ:bank:swift:bic
          type         econ:bank:account:type:taxonomy

        form econ:bank:account:type:taxonomy taxonomy

        form econ:bank:balance guid
          account  econ:bank:account
          amount   econ:price
          time     time

        form econ:bank:iban str {regex: "^[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{1,30}$"}

        form econ:bank:statement guid
          account           econ:bank:account
          ending:balance    econ:price
          period            ival
          starting:balance  econ:price

        form econ:bank:swift:bic str {regex: "^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$"}
          business  ou:org
          office    ps:contact

        form econ:currency str {lower}

        form econ:fin:bar guid
          ival         ival
          price:close  econ:price
          price:high   econ:price
          price:low    econ:price
          price:open   econ:price
          security     econ:fin:security

        form econ:fin:exchange guid
          currency  econ:currency
          name      str {lower, strip}
          org       ou:org

        form econ:fin:security guid
          exchange  econ:fin:exchange
          price     econ:price
          ticker    str {lower, strip}
          time      time
          type      str {lower, strip}

        form econ:fin:tick guid
          price     econ:price
          security  econ:fin:security
          time      time

        form econ:pay:card guid implements econ:pay:instrument
          account             econ:bank:account
          cvv                 econ:pay:cvv
          expr                time
          funding:reloadable  bool
          funding:type        econ:pay:card:funding:type
          name                ps:name
          network             entity:actor
          network:name        entity:name
          pan                 econ:pay:pan
          pan:iin             econ:pay:iin
          pan:mii             econ:pay:mii
          pin                 econ:pay:pin

        form econ:pay:iin int {max: 999999, min: 0}
          name  str {lower}
          org   ou:org

        form econ:pay:pan str {regex: "^(?<iin>(?<mii>[0-9]{1})[0-9]{5})[0-9]{1,13}$"}
          iin  econ:pay:iin readonly
          mii  econ:pay:mii readonly

        form econ:purchase guid | something bought
          by:contact    ps:contact
          campaign      ou:campaign
          currency      econ:currency
          from:contact  ps:contact
          listing       biz:listing
          paid          bool
          paid:time     time
          place         geo:place
          platform      inet:service:platform
          price         econ:price
          settled       time
          time          time

        form econ:receipt:item guid
          count     int {min: 1}
          price     econ:price
          product   biz:product
          purchase  econ:purchase

        edge econ:bank:statement -(has)> econ:acct:payment
        edge econ:purchase -(acquired)> *
        """#
}
