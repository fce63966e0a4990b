extension StockAreas {
    /// Keys, certificates, currencies.
    static let crypto: StaticString = #"""
        interface crypto:smart:effect
          index        int
          transaction  crypto:currency:transaction

        type crypto:x509:san comp {fields: [[type, str], [value, str]]}

        form crypto:algorithm str {lower, onespace}

        form crypto:currency:address comp {fields: [[coin, crypto:currency:coin], [iden, str]],
            sepr: "/"} implements econ:pay:instrument
          chain  crypto:currency:chain
          coin   crypto:currency:coin readonly
          desc   str
          iden   str readonly
          seed   crypto:key

        form crypto:currency:block comp {fields: [[coin, crypto:currency:coin], [offset, int]], sepr: "/"}
          chain    crypto:currency:chain
          coin     crypto:currency:coin readonly
          hash     hex
          minedby  crypto:currency:address
          offset   int readonly
          time     time

        form crypto:currency:bridge:swap guid
          matched             bool
          name                str {strip}
          source:address      crypto:currency:address
          source:amount       hugenum
          source:contract     crypto:smart:contract
          source:transaction  crypto:currency:transaction
          target:address      crypto:currency:address
          target:amount       hugenum
          target:contract     crypto:smart:contract
          target:transaction  crypto:currency:transaction

        form crypto:currency:chain guid
          id      str {strip}
          name    str {lower, strip}
          symbol  crypto:currency:coin

        form crypto:currency:client comp {fields: [[inetaddr, inet:client], [coinaddr, crypto:currency:address]]}
          coinaddr  crypto:currency:address readonly
          inetaddr  inet:client readonly

        form crypto:currency:coin str {lower}
          name  str

        form crypto:currency:transaction guid | a transaction of a blockchain
          block            crypto:currency:block
          block:chain      crypto:currency:chain
          block:coin       crypto:currency:coin
          block:offset     int
          contract:input   file:bytes
          contract:output  file:bytes
          desc             str
          eth:gaslimit     int
          eth:gasprice     econ:price
          eth:gasused      int
          fee              econ:price
          from             crypto:currency:address
          hash             hex
          inputs           array {sorted, type: crypto:payment:input, uniq} deprecated
          outputs          array {sorted, type: crypto:payment:output, uniq} deprecated
          status:code      int
          status:message   str
          success          bool
          time             time
          to               crypto:currency:address
          value            econ:price

        form crypto:key guid | a cryptographic key
          algorithm       crypto:algorithm
          iv              hex
          iv:text         it:dev:str
          mode            str {lower, onespace}
          private         hex
          private:md5     hash:md5
          private:sha1    hash:sha1
          private:sha256  hash:sha256
          private:text    it:dev:str
          public          hex
          public:md5      hash:md5
          public:sha1     hash:sha1
          public:sha256   hash:sha256
          public:text     it:dev:str
          seed:algorithm  crypto:algorithm
          seed:passwd     inet:passwd

        form crypto:payment:fee guid
          address      crypto:currency:address
          transaction  crypto:currency:transaction
          value        econ:price

        form crypto:payment:input guid
          address      crypto:currency:address
          index        int
          transaction  crypto:currency:transaction
          value        econ:price

        form crypto:payment:output guid
          address      crypto:currency:address
          index        int
          transaction  crypto:currency:transaction
          value        econ:price

        form crypto:smart:contract guid
          address            crypto:currency:address
          bytecode           file:bytes
          token:name         str
          token:symbol       str
          token:totalsupply  hugenum
          transaction        crypto:currency:transaction

        form crypto:smart:effect:burntoken guid implements crypto:smart:effect
          token  crypto:smart:token

        form crypto:smart:effect:edittokensupply guid implements crypto:smart:effect
          amount       hugenum
          contract     crypto:smart:contract
          totalsupply  hugenum

        form crypto:smart:effect:freeze guid implements crypto:smart:effect
          address   crypto:currency:address
          contract  crypto:smart:contract
          frozen    bool

        form crypto:smart:effect:minttoken guid implements crypto:smart:effect
          token  crypto:smart:token

        form crypto:smart:effect:proxytoken guid implements crypto:smart:effect
          owner  crypto:currency:address
          proxy  crypto:currency:address
          token  crypto:smart:token

        form crypto:smart:effect:proxytokenall guid implements crypto:smart:effect
          approval  bool
          contract  crypto:smart:contract
          owner     crypto:currency:address
          proxy     crypto:currency:address

        form crypto:smart:effect:proxytokens guid implements crypto:smart:effect
          amount    hex
          contract  crypto:smart:contract
          owner     crypto:currency:address
          proxy     crypto:currency:address

        form crypto:smart:effect:seize guid implements crypto:smart:effect
          address   crypto:currency:address
          amount    hugenum
          contract  crypto:smart:contract

        form crypto:smart:effect:swaptokens guid implements crypto:smart:effect
          address            crypto:currency:address
          contract           crypto:smart:contract
          received:amount    hugenum
          received:contract  crypto:smart:contract
          sent:amount        hugenum
          sent:contract      crypto:smart:contract

        form crypto:smart:effect:transfertoken guid implements crypto:smart:effect
          from   crypto:currency:address
          to     crypto:currency:address
          token  crypto:smart:token

        form crypto:smart:effect:transfertokens guid implements crypto:smart:effect
          amount    hugenum
          contract  crypto:smart:contract
          from      crypto:currency:address
          to        crypto:currency:address

        form crypto:smart:token comp {fields: [[contract, crypto:smart:contract], [tokenid, hugenum]]}
          contract              crypto:smart:contract readonly
          nft:meta              data
          nft:meta:description  str
          nft:meta:image        inet:url
          nft:meta:name         str
          nft:url               inet:url
          owner                 crypto:currency:address
          tokenid               hugenum readonly

        form crypto:x509:cert guid | an X.509 certificate
          algo                iso:oid
          crl:urls            array {sorted, type: inet:url, uniq}
          ext:crls            array {sorted, type: crypto:x509:san, uniq}
          ext:sans            array {sorted, type: crypto:x509:san, uniq}
          file                file:bytes
          identities:emails   array {sorted, type: inet:email, uniq}
          identities:fqdns    array {sorted, type: inet:fqdn, uniq}
          identities:ipv4s    array {sorted, type: inet:ipv4, uniq}
          identities:ipv6s    array {sorted, type: inet:ipv6, uniq}
          identities:urls     array {sorted, type: inet:url, uniq}
          issuer              str
          issuer:cert         crypto:x509:cert
          md5                 hash:md5
          rsa:key             rsa:key
          selfsigned          bool
          serial              hex {zeropad: 40}
          sha1                hash:sha1
          sha256              hash:sha256
          signature           hex
          subject             str
          validity:notafter   time
          validity:notbefore  time
          version             int {enums: [[0, v1], [2, v3]]}

        form crypto:x509:crl guid
          file  file:bytes
          url   inet:url

        form crypto:x509:revoked comp {fields: [[crl, crypto:x509:crl], [cert, crypto:x509:cert]]}
          cert  crypto:x509:cert readonly
          crl   crypto:x509:crl readonly

        form crypto:x509:signedfile comp {fields: [[cert, crypto:x509:cert], [file, file:bytes]]}
          cert  crypto:x509:cert readonly
          file  file:bytes readonly

        form rsa:key comp {fields: [[mod, hex], [pub:exp, int]]}
          bits      int
          mod       hex readonly
          priv:exp  hex
          priv:p    hex
          priv:q    hex
          pub:exp   int readonly

        edge crypto:key -(decrypts)> file:bytes
        """#
}
