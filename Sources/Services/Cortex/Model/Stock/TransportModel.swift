extension StockAreas {
    /// Vehicles, journeys, cargo.
    static let transport: StaticString = #"""
        interface transport:container includes phys:object
          built              time
          manufacturer       ou:org
          manufacturer:name  ou:name
          model              str {lower, onespace}
          serial             str {strip}
          max:occupants      int {min: 0}
          max:cargo:mass     mass
          max:cargo:volume   geo:dist
          owner              ps:contact
        interface transport:schedule
          duration                   duration
          departed                   time
          departed:place             geo:place
          departed:point             transport:point
          arrived                    time
          arrived:place              geo:place
          arrived:point              transport:point
          scheduled:duration         duration
          scheduled:departure        time
          scheduled:departure:place  geo:place
          scheduled:departure:point  transport:point
          scheduled:arrival          time
          scheduled:arrival:place    geo:place
          scheduled:arrival:point    transport:point
        interface transport:trip includes transport:schedule | a journey
          status        str {enums: "scheduled,cancelled,in-progress,completed,aborted,failed,unknown"}
          occupants     int {min: 0}
          cargo:mass    mass
          cargo:volume  geo:dist
          operator      ps:contact
          vehicle       transport:vehicle
        interface transport:vehicle includes transport:container
          operator  ps:contact

        type transport:container ndef {interface: transport:container}
        type transport:direction hugenum {modulo: 360}
        type transport:point str {lower, onespace}
        type transport:sea:imo str {lower, regex: "^imo[0-9]{7}$", replace: [[" ", ""]], strip}
        type transport:sea:mmsi str {regex: "[0-9]{9}"}
        type transport:trip ndef {interface: transport:trip} | a journey
        type transport:vehicle ndef {interface: transport:vehicle}

        form transport:air:craft guid implements transport:vehicle
          make     str {lower, strip} deprecated
          tailnum  transport:air:tailnum
          type     str {lower, strip}

        form transport:air:flight guid implements transport:trip | one flight
          cancelled  bool deprecated
          carrier    ou:org deprecated
          craft      transport:air:craft deprecated
          from:port  transport:air:port deprecated
          num        transport:air:flightnum
          stops      array {type: transport:air:port} deprecated
          tailnum    transport:air:tailnum
          to:port    transport:air:port deprecated

        form transport:air:flightnum str {lower, regex: "^[a-z0-9]{3,6}$", replace: [[" ", ""]], strip}
          carrier    ou:org
          from:port  transport:air:port
          stops      array {type: transport:air:port}
          to:port    transport:air:port

        form transport:air:occupant guid deprecated
          contact  ps:contact deprecated
          flight   transport:air:flight deprecated
          seat     str {lower} deprecated
          type     str {lower} deprecated

        form transport:air:port str {lower}
          name   str {lower, onespace}
          place  geo:place

        form transport:air:tailnum str {lower, regex: "^[a-z0-9-]{2,}$", strip}
          loc   loc
          type  str {lower, strip}

        form transport:air:telem guid
          accuracy           geo:dist
          airspeed           velocity
          altitude           geo:altitude
          altitude:accuracy  geo:dist
          course             transport:direction
          flight             transport:air:flight
          heading            transport:direction
          latlong            geo:latlong
          loc                loc
          place              geo:place
          speed              velocity
          time               time
          vehicle            transport:vehicle
          verticalspeed      velocity {relative}

        form transport:cargo guid
          container       transport:container
          loaded          time
          loaded:place    geo:place
          loaded:point    transport:point
          object          phys:object
          trip            transport:trip
          unloaded        time
          unloaded:place  geo:place
          unloaded:point  transport:point
          vehicle         transport:vehicle

        form transport:land:drive guid implements transport:trip

        form transport:land:license guid
          contact      ps:contact
          expires      time
          id           str {strip}
          issued       time
          issuer       ou:org
          issuer:name  ou:name

        form transport:land:registration guid
          contact      ps:contact
          expires      time
          id           str {strip}
          issued       time
          issuer       ou:org
          issuer:name  ou:name
          license      transport:land:license
          vehicle      transport:land:vehicle

        form transport:land:vehicle guid implements transport:vehicle
          desc          str
          make          ou:name deprecated
          registration  transport:land:registration
          type          transport:land:vehicle:type:taxonomy

        form transport:land:vehicle:type:taxonomy taxonomy implements meta:taxonomy

        form transport:occupant guid
          boarded            time
          boarded:place      geo:place
          boarded:point      transport:point
          contact            ps:contact
          disembarked        time
          disembarked:place  geo:place
          disembarked:point  transport:point
          role               transport:occupant:role:taxonomy
          seat               str {strip}
          trip               transport:trip
          vehicle            transport:vehicle

        form transport:occupant:role:taxonomy taxonomy implements meta:taxonomy

        form transport:rail:car guid implements transport:container
          type  transport:rail:car:type:taxonomy

        form transport:rail:car:type:taxonomy taxonomy implements meta:taxonomy

        form transport:rail:consist guid implements transport:vehicle
          cars  array {type: transport:rail:car, uniq}

        form transport:rail:train guid implements transport:trip
          id  str {strip}

        form transport:sea:telem guid
          accuracy          geo:dist
          airdraft          geo:dist
          course            transport:direction
          destination       geo:place
          destination:eta   time
          destination:name  geo:name
          draft             geo:dist
          heading           transport:direction
          latlong           geo:latlong
          loc               loc
          place             geo:place
          speed             velocity
          time              time
          vessel            transport:sea:vessel

        form transport:sea:vessel guid implements transport:vehicle | a ship
          beam      geo:dist
          callsign  str {strip}
          flag      iso:3166:cc
          imo       transport:sea:imo
          length    geo:dist deprecated
          make      str {lower, strip} deprecated
          mmsi      transport:sea:mmsi
          name      entity:name
          type      transport:sea:vessel:type:taxonomy

        form transport:sea:vessel:type:taxonomy taxonomy implements meta:taxonomy

        form transport:shipping:container guid implements transport:container

        form transport:stop guid implements transport:schedule
          trip  transport:trip
        """#
}
