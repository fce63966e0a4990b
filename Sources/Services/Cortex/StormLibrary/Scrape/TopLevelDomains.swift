/// The ends of domain names in use. A name with another end is more likely a file or a word with a missing space.
enum TopLevelDomains {
    static let all: [String] = [countries, generic].flatMap { $0.split { $0 == " " || $0 == "\n" } }.map(String.init)

    /// Of countries and territories, by their codes.
    private static let countries = """
        ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by bz ca cc cd cf cg ch ci ck
        cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr
        gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt
        lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk
        pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl
        tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
        """

    /// Of purposes, trades, places and communities.
    private static let generic = """
        com org net edu gov mil int arpa biz info name pro aero coop museum jobs mobi travel tel cat asia post xxx app dev page web cloud
        online site website space store shop blog news media press live life world today now one top xyz club vip fun icu buzz cyou bar
        academy accountant accountants actor adult agency airforce apartments archi army art arte associates attorney auction audio auto
        autos baby band bank bargains baseball basketball beauty beer berlin best bet bid bike bingo bio black blackfriday blue boats bond
        boo book boston boutique broker brussels build builders business buy cab cafe cam camera camp capital car cards care career careers
        cars casa cash casino catering center ceo chat cheap christmas church city claims cleaning click clinic clothing coach codes coffee
        college cologne community company computer condos construction consulting contact contractors cooking cool country coupon coupons
        courses credit creditcard cricket cruises dad dance data date dating day deal deals degree delivery democrat dental dentist desi
        design diamonds diet digital direct directory discount diy docs doctor dog domains download earth eat eco education email energy
        engineer engineering enterprises equipment esq estate events exchange expert exposed express fail faith family fan fans farm fashion
        feedback film finance financial fish fishing fit fitness flights florist flowers foo food football forex forsale forum foundation
        free fund furniture futbol fyi gallery game games garden gay gent gift gifts gives giving glass global gold golf google graphics
        gratis green gripe group guide guitars guru hair hamburg haus health healthcare help hiphop hiv hockey holdings holiday homes horse
        hospital host hosting hot hotel house how immo immobilien industries ing ink institute insurance insure international investments
        irish ist istanbul jetzt jewelry joburg juegos kaufen kids kim kitchen kiwi koeln kyoto land lat law lawyer lease legal lgbt
        lifestyle lighting limited limo link living llc llp loan loans locker lol london lotto love ltd luxe luxury madrid maison makeup
        management map market marketing markets mba melbourne meme memorial men menu miami mls moda moe mom money monster mortgage moscow
        moto motorcycles mov movie music nagoya navy network new ngo ninja nrw nyc okinawa ong onl ooo open organic osaka paris parts party
        partners pay pet phd phone photo photography photos pics pictures pink pizza place play plumbing plus poker porn press prod
        productions prof promo properties property protection pub quebec quest racing radio realestate realtor realty recipes red rehab
        reise
        reisen rent rentals repair report republican rest restaurant review reviews rich rip rocks rodeo rsvp rugby ruhr run sale salon save
        sbs school schule science scot search security select services sex sexy shoes shopping show singles ski skin skype soccer social
        software solar solutions soy spa sport spreadbetting srl stockholm storage stream studio study style sucks supplies supply support
        surf surgery sydney systems taipei talk tattoo tax taxi team tech technology tennis theater theatre tickets tienda tips tires tirol
        tokyo tools tours town toys trade trading training translations travel trust tube university uno vacations vegas ventures
        versicherung
        vet viajes video villas vin vision vlaanderen vodka vote voting voto voyage wales wang watch watches weather webcam wedding whoswho
        wien wiki win windows wine winners work works wtf yachts yoga yokohama you zip zone zuerich
        amazon android apple aws azure barclays bbc bmw bloomberg canon chanel cisco citi dell dhl ericsson fedex ferrari ford fox gmail
        goog hitachi honda hsbc hyundai ibm intel jaguar kia lego lexus microsoft mini netflix nike nissan nokia norton oracle panasonic
        pfizer philips pioneer porsche samsung sap seat sharp shell siemens skype sony toshiba toyota visa volkswagen volvo walmart yahoo
        yandex youtube zara onion
        """
}
