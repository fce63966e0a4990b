extension StockAreas {
    /// Telephones and mobile networks.
    static let telephone: StaticString = #"""
        type tel:mob:mnc str {regex: "^[0-9]{2,3}$", strip: 1}

        form tel:call guid
          connected  bool
          dst        tel:phone
          duration   int
          file       file:bytes
          src        tel:phone
          text       str
          time       time

        form tel:mob:carrier comp {fields: [[mcc, tel:mob:mcc], [mnc, tel:mob:mnc]]}
          loc    loc
          mcc    tel:mob:mcc readonly
          mnc    tel:mob:mnc readonly
          org    ou:org
          tadig  tel:mob:tadig

        form tel:mob:cell comp {fields: [[carrier, tel:mob:carrier], [lac, [int, {}]], [cid, [int, {}]]]}
          carrier      tel:mob:carrier readonly
          carrier:mcc  tel:mob:mcc readonly
          carrier:mnc  tel:mob:mnc readonly
          cid          int readonly
          lac          int readonly
          latlong      geo:latlong
          loc          loc
          place        geo:place
          radio        str {lower: 1, onespace: 1}

        form tel:mob:imei builtin
          serial  int readonly
          tac     tel:mob:tac readonly

        form tel:mob:imid comp {fields: [[imei, tel:mob:imei], [imsi, tel:mob:imsi]]}
          imei  tel:mob:imei readonly
          imsi  tel:mob:imsi readonly

        form tel:mob:imsi builtin
          mcc  tel:mob:mcc readonly

        form tel:mob:imsiphone comp {fields: [[imsi, tel:mob:imsi], [phone, tel:phone]]}
          imsi   tel:mob:imsi readonly
          phone  tel:phone readonly

        form tel:mob:mcc str {regex: "^[0-9]{3}$", strip: 1}
          loc  loc

        form tel:mob:tac int
          internal  str {lower: 1}
          manu      str {lower: 1}
          model     str {lower: 1}
          org       ou:org

        form tel:mob:tadig str {regex: "^[A-Z0-9]{5}$", strip}

        form tel:mob:telem guid | what was measured of a mobile device
          aaid          it:os:android:aaid
          account       inet:service:account
          acct          inet:web:acct deprecated
          accuracy      geo:dist
          adid          it:adid
          app           it:prod:softver
          cell          tel:mob:cell
          cell:carrier  tel:mob:carrier
          data          data
          email         inet:email
          host          it:host
          http:request  inet:http:request
          idfa          it:os:ios:idfa
          imei          tel:mob:imei
          imsi          tel:mob:imsi
          ipv4          inet:ipv4
          ipv6          inet:ipv6
          latlong       geo:latlong
          loc           loc
          mac           inet:mac
          name          ps:name
          phone         tel:phone
          place         geo:place
          time          time
          wifi          inet:wifi:ap
          wifi:bssid    inet:mac
          wifi:ssid     inet:wifi:ssid

        form tel:phone builtin | a telephone number
          loc   loc
          type  tel:phone:type:taxonomy

        form tel:phone:type:taxonomy taxonomy implements meta:taxonomy

        form tel:txtmesg guid
          file        file:bytes
          from        tel:phone
          recipients  array {sorted, type: tel:phone, uniq}
          svctype     str {enums: "sms,mms,rcs", lower: 1, strip: 1}
          text        str
          time        time
          to          tel:phone
        """#
}
