extension StockAreas {
    /// Places, countries, materials, measures.
    static let place: StaticString = #"""
        interface geo:locatable | what has a place
          place                   geo:place
          place:loc               loc
          place:name              geo:name
          place:address           geo:address
          place:latlong           geo:latlong
          place:latlong:accuracy  geo:dist
          place:country           pol:country
          place:country:code      pol:iso2
        interface phys:object | a thing with size and weight
          phys:mass    mass
          phys:volume  geo:dist
          phys:length  geo:dist
          phys:width   geo:dist
          phys:height  geo:dist

        type geo:address str {lower, onespace}
        type geo:altitude geo:dist {baseoff: 6371008800} | a height above sea level
        type geo:bbox comp {fields: [[xmin, geo:longitude], [xmax, geo:longitude], [ymin, geo:latitude], [ymax, geo:latitude]],
            sepr: ","}
        type geo:json data
        type geo:latitude float {max: 90.0, min: -90.0}
        type geo:longitude float {max: 180.0, min: -180.0, minisvalid: false}
        type gov:intl:un:m49 int {max: 999, min: 1}
        type iso:3166:cc str {lower, regex: "^[a-z]{2}$"} | a country by two letters
        type mass hugenum {units: {g: "1", grams: "1", kg: "1000", kilogram: "1000", kilograms: "1000", lb: "453.592",
            lbs: "453.592", mg: "0.001", microgram: "0.000001", micrograms: "0.000001", milligram: "0.001", milligrams: "0.001",
            pound: "453.592", pounds: "453.592", stone: "6350.29", "µg": "0.000001"}} | a weight, in grams
        type mat:type taxonomy implements meta:taxonomy
        type phys:object ndef {interface: phys:object} | a thing with size and weight
        type pol:iso2 str {lower, regex: "^[a-z0-9]{2}$"}
        type pol:iso3 str {lower, regex: "^[a-z0-9]{3}$"}
        type pol:isonum int

        form geo:name str {lower, onespace}

        form geo:nloc comp {fields: [[ndef, ndef], [latlong, geo:latlong], [time, time]]} deprecated
          latlong    geo:latlong readonly
          loc        loc
          ndef       ndef readonly
          ndef:form  str readonly
          place      geo:place
          time       time readonly

        form geo:place guid | a place
          address  geo:address
          bbox     geo:bbox
          desc     str
          geojson  geo:json
          id       str {strip}
          latlong  geo:latlong
          loc      loc
          name     geo:name alts names
          names    array {sorted, type: geo:name, uniq}
          parent   geo:place deprecated
          photo    file:bytes
          radius   geo:dist
          type     geo:place:taxonomy

        form geo:place:taxonomy taxonomy implements meta:taxonomy

        form geo:telem guid implements phys:object,geo:locatable
          accuracy  geo:dist deprecated
          desc      str
          latlong   geo:latlong deprecated
          node      ndef
          time      time

        form gov:cn:icp int
          org  ou:org

        form gov:cn:mucd int

        form gov:us:cage str {lower}
          cc       pol:iso2
          city     str {lower}
          country  str {lower}
          name0    ou:name
          name1    str {lower}
          phone0   tel:phone
          phone1   tel:phone
          state    str {lower}
          street   str {lower}
          zip      gov:us:zip

        form gov:us:ssn int

        form gov:us:zip int

        form iso:oid str {regex: "^([0-2])((\\.0)|(\\.[1-9][0-9]*))*$"}
          descr       str
          identifier  str

        form mat:item guid implements phys:object,geo:locatable
          latlong  geo:latlong deprecated
          loc      loc deprecated
          name     str {lower}
          spec     mat:spec
          type     mat:type

        form mat:itemimage comp {fields: [[item, mat:item], [file, file:bytes]]}
          file  file:bytes readonly
          item  mat:item readonly

        form mat:spec guid
          name  str {lower}
          type  mat:type

        form mat:specimage comp {fields: [[spec, mat:spec], [file, file:bytes]]}
          file  file:bytes readonly
          spec  mat:spec readonly

        form phys:contained guid
          container  phys:object
          object     phys:object
          period     ival
          type       phys:contained:type:taxonomy

        form phys:contained:type:taxonomy taxonomy implements meta:taxonomy

        form pol:candidate guid
          campaign   ou:campaign
          contact    ps:contact
          id         str {strip}
          incumbent  bool
          party      ou:org
          race       pol:race
          votes      int
          winner     bool

        form pol:country guid | a country
          currencies  array {sorted, type: econ:currency, uniq}
          dissolved   time
          flag        file:bytes
          founded     time
          government  ou:org
          iso2        pol:iso2
          iso3        pol:iso3
          isonum      pol:isonum
          name        geo:name alts names
          names       array {sorted, type: geo:name, uniq}
          place       geo:place
          pop         int deprecated
          tld         inet:fqdn
          vitals      pol:vitals

        form pol:election guid
          name  str {lower, onespace}
          time  time

        form pol:immigration:status guid
          began    time
          contact  ps:contact
          country  pol:country
          ended    time
          state    str {enums: "requested,active,rejected,revoked,renounced"}
          type     pol:immigration:status:type:taxonomy

        form pol:immigration:status:type:taxonomy taxonomy implements meta:taxonomy

        form pol:office guid
          govbody    ou:org
          position   ou:position
          termlimit  int
          title      ou:jobtitle

        form pol:pollingplace guid
          closed    time
          closes    time
          election  pol:election
          name      geo:name
          opened    time
          opens     time
          place     geo:place

        form pol:race guid
          election  pol:election
          office    pol:office
          turnout   int
          voters    int

        form pol:term guid
          contact  ps:contact
          end      time
          office   pol:office
          party    ou:org
          race     pol:race
          start    time

        form pol:vitals guid
          area           geo:area
          asof           time
          country        pol:country
          currency       econ:currency
          econ:currency  econ:currency
          econ:gdp       econ:price
          population     int

        edge * -(seenat)> geo:telem deprecated
        edge geo:place -(contains)> geo:place
        """#
}
