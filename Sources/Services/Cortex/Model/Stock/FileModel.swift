extension StockAreas {
    /// Files, paths, hashes, metadata of formats.
    static let file: StaticString = #"""
        interface file:mime:image includes file:mime:meta
          desc      str
          comment   str
          created   time
          imageid   str
          author    ps:contact
          latlong   geo:latlong
          altitude  geo:altitude
          text      str {lower, onespace}
        interface file:mime:macho:loadcmd
          file  file:bytes
          type  int {enums: [[1, segment], [2, "symbol table"], [3, "gdb symbol table"], [4, thread], [5, "unix thread"], [6,
              "fixed VM shared library"], [7, "fixed VM shared library identification"], [8, "object identification"], [9,
              "fixed VM file inclusion"], [10, prepage], [11, "dynamic link-edit symbol table"], [12,
              "load dynamically linked shared library"], [13, "dynamically linked shared library identifier"], [14,
              "load dynamic linker"], [15, "dynamic linker identification"], [16, "prebound dynamically linked shared library"],
              [17, "image routines"], [18, "sub framework"], [19, "sub umbrella"], [20, "sub client"], [21, "sub library"], [22,
              "two level namespace lookup hints"], [23, "prebind checksum"], [24, "weak import dynamically linked shared library"],
              [25, "64bit segment"], [26, "64bit image routines"], [27, uuid], [28, "runpath additions"], [29, "code signature"],
              [30, "split segment info"], [31, "load and re-export dynamic library"], [32, "delay load of dynamic library"], [33,
              "encrypted segment information"], [34, "compressed dynamic library information"], [35, "load upward dylib"], [36,
              "minimum osx version"], [37, "minimum ios version"], [38, "compressed table of function start addresses"], [39,
              "environment variable string for dynamic library"], [40, "unix thread replacement"], [41,
              "table of non-instructions in __text"], [42, "source version used to build binary"], [43,
              "Code signing DRs copied from linked dynamic libraries"]]}
          size  int
        interface file:mime:meta | metadata found in a file
          file       file:bytes
          file:offs  int
          file:data  data
        interface file:mime:msoffice includes file:mime:meta
          title        str
          author       str
          subject      str
          application  str
          created      time
          lastsaved    time

        type hash:lm hex {size: 32}
        type hash:ntlm hex {size: 32}
        type pe:langid int {enums: [[3072, "custom default"], [5120, ui_custom_default], [127, invariant], [0, neutral], [2048,
            "sys default"], [4096, "custom unspecified"], [1024, default], [54, af], [1078, af-ZA], [28, sq], [1052, sq-AL], [132,
            gsw], [1156, gsw-FR], [94, am], [1118, am-ET], [1, ar], [5121, ar-DZ], [15361, ar-BH], [3073, ar-EG], [2049, ar-IQ],
            [11265, ar-JO], [13313, ar-KW], [12289, ar-LB], [4097, ar-LY], [6145, ar-MA], [8193, ar-OM], [16385, ar-QA], [1025,
            ar-SA], [10241, ar-SY], [7169, ar-TN], [14337, ar-AE], [9217, ar-YE], [17409, ar-Ploc-SA], [18433, ar-145], [43, hy],
            [1067, hy-AM], [77, as], [1101, as-IN], [44, az], [29740, az-Cyrl], [2092, az-Cyrl-AZ], [30764, az-Latn], [1068,
            az-Latn-AZ], [69, bn], [2117, bn-BD], [1093, bn-IN], [109, ba], [1133, ba-RU], [45, eu], [1069, eu-ES], [35, be], [1059,
            be-BY], [102, bin], [1126, bin-NG], [25626, bs-Cyrl], [8218, bs-Cyrl-BA], [30746, bs], [26650, bs-Latn], [5146,
            bs-Latn-BA], [126, br], [1150, br-FR], [2, bg], [1026, bg-BG], [85, my], [1109, my-MM], [3, ca], [1027, ca-ES], [146,
            ku], [31890, ku-Arab], [1170, ku-Arab-IQ], [92, chr], [1116, chr-Cher-US], [31836, chr-Cher], [30724, zh], [3076,
            zh-HK], [5124, zh-MO], [4100, zh-SG], [2052, zh-CN], [1028, zh-TW], [4, zh-Hans], [31748, zh-Hant], [131, co], [1155,
            co-FR], [26, hr], [4122, hr-BA], [1050, hr-HR], [5, cs], [1029, cs-CZ], [6, da], [1030, da-DK], [140, prs], [1164,
            prs-AF], [101, dv], [1125, dv-MV], [19, nl], [2067, nl-BE], [1043, nl-NL], [3153, dz-BT], [9, en], [3081, en-AU],
            [10249, en-BZ], [4105, en-CA], [9225, en-029], [15369, en-HK], [16393, en-IN], [6153, en-IE], [8201, en-JM], [17417,
            en-MY], [5129, en-NZ], [13321, en-PH], [18441, en-SG], [7177, en-ZA], [11273, en-TT], [2057, en-GB], [1033, en-US],
            [19465, en-AE], [12297, en-ZW], [14345, en-ID], [20489, en-BH], [21513, en-EG], [22537, en-JO], [23561, en-KW], [24585,
            en-TR], [25609, en-YE], [37, et], [1061, et-EE], [56, fo], [1080, fo-FO], [100, fil], [1124, fil-PH], [11, fi], [1035,
            fi-FI], [12, fr], [2060, fr-BE], [3084, fr-CA], [11276, fr-CM], [7180, fr-029], [9228, fr-CD], [12300, fr-CI], [1036,
            fr-FR], [15372, fr-HT], [5132, fr-LU], [13324, fr-ML], [6156, fr-MC], [14348, fr-MA], [8204, fr-RE], [10252, fr-SN],
            [4108, fr-CH], [58380, fr-015], [98, fy], [1122, fy-NL], [103, ff], [31847, ff-Latn], [1127, ff-NG], [2151, ff-Latn-SN],
            [86, gl], [1110, gl-ES], [55, ka], [1079, ka-GE], [7, de], [3079, de-AT], [1031, de-DE], [5127, de-LI], [4103, de-LU],
            [2055, de-CH], [8, el], [1032, el-GR], [111, kl], [1135, kl-GL], [116, gn], [1140, gn-PY], [71, gu], [1095, gu-IN],
            [104, ha], [31848, ha-Latn], [1128, ha-Latn-NG], [117, haw], [1141, haw-US], [13, he], [1037, he-IL], [57, hi], [1081,
            hi-IN], [14, hu], [1038, hu-HU], [15, is], [1039, is-IS], [112, ig], [1136, ig-NG], [33, id], [1057, id-ID], [105, ibb],
            [1129, ibb-NG], [93, iu], [31837, iu-Latn], [2141, iu-Latn-CA], [30813, iu-Cans], [1117, iu-Cans-CA], [60, ga], [2108,
            ga-IE], [16, it], [1040, it-IT], [2064, it-CH], [17, ja], [1041, ja-JP], [2065, ja-Ploc-JP], [113, kr], [1137,
            kr-Latn-NG], [75, kn], [1099, kn-IN], [96, ks], [1120, ks-Arab], [2144, ks-Deva-IN], [63, kk], [1087, kk-KZ], [2111,
            kk-Latn-KZ], [31807, kk-Latn], [30783, kk-Cyrl], [83, km], [1107, km-KH], [134, quc], [1158, quc-Latn-GT], [135, rw],
            [1159, rw-RW], [87, kok], [1111, kok-IN], [18, ko], [1042, ko-KR], [64, ky], [1088, ky-KG], [84, lo], [1108, lo-LA],
            [118, la], [1142, la-VA], [38, lv], [1062, lv-LV], [39, lt], [1063, lt-LT], [31790, dsb], [2094, dsb-DE], [110, lb],
            [1134, lb-LU], [47, mk], [1071, mk-MK], [62, ms], [2110, ms-BN], [1086, ms-MY], [76, ml], [1100, ml-IN], [58, mt],
            [1082, mt-MT], [88, mni], [1112, mni-IN], [129, mi], [1153, mi-NZ], [122, arn], [1146, arn-CL], [78, mr], [1102, mr-IN],
            [124, moh], [1148, moh-CA], [80, mn], [30800, mn-Cyrl], [31824, mn-Mong], [3152, mn-Mong-MN], [1104, mn-MN], [2128,
            mn-Mong-CN], [97, ne], [2145, ne-IN], [1121, ne-NP], [20, no], [31764, nb], [30740, nn], [2068, nn-NO], [1044, nb-NO],
            [130, oc], [1154, oc-FR], [72, or], [1096, or-IN], [1138, om-ET], [114, om], [121, pap], [1145, pap-029], [99, ps],
            [1123, ps-AF], [41, fa], [1065, fa-IR], [21, pl], [1045, pl-PL], [22, pt], [1046, pt-BR], [2070, pt-PT], [1534,
            qps-ploca], [1281, qps-ploc], [2559, qps-plocm], [70, pa], [31814, pa-Arab], [1094, pa-IN], [2118, pa-Arab-PK], [107,
            quz], [1131, quz-BO], [2155, quz-EC], [3179, quz-PE], [24, ro], [1048, ro-RO], [2072, ro-MD], [23, rm], [1047, rm-CH],
            [25, ru], [1049, ru-RU], [2073, ru-MD], [133, sah], [1157, sah-RU], [28731, smn], [9275, smn-FI], [31803, smj], [4155,
            smj-NO], [5179, smj-SE], [59, se], [3131, se-FI], [1083, se-NO], [2107, se-SE], [29755, sms], [8251, sms-FI], [30779,
            sma], [6203, sma-NO], [7227, sma-SE], [79, sa], [1103, sa-IN], [145, gd], [1169, gd-GB], [27674, sr-Cyrl], [7194,
            sr-Cyrl-BA], [12314, sr-Cyrl-ME], [10266, sr-Cyrl-RS], [3098, sr-Cyrl-CS], [28698, sr-Latn], [31770, sr], [6170,
            sr-Latn-BA], [11290, sr-Latn-ME], [9242, sr-Latn-RS], [2074, sr-Latn-CS], [50, tn], [2098, tn-BW], [1074, tn-ZA], [89,
            sd], [31833, sd-Arab], [1113, sd-Deva-IN], [2137, sd-Arab-PK], [91, si], [1115, si-LK], [27, sk], [1051, sk-SK], [36,
            sl], [1060, sl-SI], [119, so], [1143, so-SO], [48, st], [1072, st-ZA], [108, nso], [1132, nso-ZA], [10, es], [11274,
            es-AR], [16394, es-BO], [13322, es-CL], [9226, es-CO], [5130, es-CR], [23562, es-CU], [7178, es-DO], [12298, es-EC],
            [17418, es-SV], [4106, es-GT], [18442, es-HN], [22538, es-419], [2058, es-MX], [19466, es-NI], [6154, es-PA], [15370,
            es-PY], [10250, es-PE], [20490, es-PR], [1034, es-ES_tradnl], [3082, es-ES], [21514, es-US], [14346, es-UY], [8202,
            es-VE], [65, sw], [1089, sw-KE], [29, sv], [2077, sv-FI], [1053, sv-SE], [90, syr], [1114, syr-SY], [40, tg], [31784,
            tg-Cyrl], [1064, tg-Cyrl-TJ], [95, tzm], [3167, tzm-MA], [31839, tzm-Latn], [2143, tzm-Latn-DZ], [1119, tzm-Arab-MA],
            [30815, tzm-Tfng], [4191, tzm-Tfng-MA], [73, ta], [1097, ta-IN], [2121, ta-LK], [68, tt], [1092, tt-RU], [74, te],
            [1098, te-IN], [30, th], [1054, th-TH], [81, bo], [1105, bo-CN], [2129, bo-BT], [115, ti], [2163, ti-ER], [1139, ti-ET],
            [49, ts], [1073, ts-ZA], [31, tr], [1055, tr-TR], [66, tk], [1090, tk-TM], [128, ug], [1152, ug-CN], [34, uk], [1058,
            uk-UA], [46, hsb], [1070, hsb-DE], [32, ur], [2080, ur-IN], [1056, ur-PK], [67, uz], [31811, uz-Latn], [1091,
            uz-Latn-UZ], [30787, uz-Cyrl], [2115, uz-Cyrl-UZ], [2051, ca-ES-Valencia], [51, ve], [1075, ve-ZA], [42, vi], [1066,
            vi-VN], [82, cy], [1106, cy-GB], [136, wo], [1160, wo-SN], [52, xh], [1076, xh-ZA], [120, ii], [1144, ii-CN], [61, yi],
            [1085, yi-001], [106, yo], [1130, yo-NG], [53, zu], [1077, zu-ZA], [8192, "custom transient 0x2000"], [9216,
            "custom transient 0x2400"], [10240, "custom transient 0x2800"], [11264, "custom transient 0x2C00"], [12288,
            "custom transient 0x3000"], [13312, "custom transient 0x3400"], [14336, "custom transient 0x3800"], [15360,
            "custom transient 0x3C00"], [16384, "custom transient 0x4000"], [17408, "custom transient 0x4400"], [18432,
            "custom transient 0x4800"], [19456, "custom transient 0x4C00"], [123, "undefined and unreserved 0x007B"], [125,
            "undefined and unreserved 0x007D"], [137, "undefined and unreserved 0x0089"], [138, "undefined and unreserved 0x008A"],
            [139, "undefined and unreserved 0x008B"], [141, "undefined and unreserved 0x008D"], [142,
            "undefined and unreserved 0x008E"], [143, "undefined and unreserved 0x008F"], [144, "undefined and unreserved 0x0090"],
            [2087, "undefined and unreserved 0x0827"], [8200, "undefined and unreserved 0x2008"], [62190, "reserved 0xF2EE"],
            [61166, "reserved 0xEEEE"], [1165, plt-MG], [1166, zh-yue-HK], [1167, tdd-Tale-CN], [1168, khb-Talu-CN], [147,
            "quc, reserved"], [1171, "quc-CO, reserved"]], "enums:strict": false, max: 65535, min: 0}
        type pe:resource:type int {enums: [[1, RT_CURSOR], [2, RT_BITMAP], [3, RT_ICON], [4, RT_MENU], [5, RT_DIALOG], [6,
            RT_STRING], [7, RT_FONTDIR], [8, RT_FONT], [9, RT_ACCELERATOR], [10, RT_RCDATA], [11, RT_MESSAGETABLE], [12,
            RT_GROUP_CURSOR], [14, RT_GROUP_ICON], [16, RT_VERSION], [17, RT_DLGINCLUDE], [19, RT_PLUGPLAY], [20, RT_VXD], [21,
            RT_ANICURSOR], [22, RT_ANIICON], [23, RT_HTML], [24, RT_MANIFEST]]}

        form file:archive:entry guid
          added          time
          archived:size  int
          comment        str
          created        time
          file           file:bytes
          modified       time
          parent         file:bytes
          path           file:path
          posix:gid      int
          posix:perms    int
          posix:uid      int
          user           inet:user

        form file:attachment guid
          file  file:bytes
          name  file:path
          text  str

        form file:base builtin | the last part of a path
          ext  str readonly

        form file:bytes builtin | a file by its content
          exe:compiler             it:prod:softver
          exe:packer               it:prod:softver
          md5                      hash:md5
          mime                     file:mime
          mime:pe:compiled         time
          mime:pe:exports:libname  str
          mime:pe:exports:time     time
          mime:pe:imphash          hash:md5
          mime:pe:pdbpath          file:path
          mime:pe:richhdr          hash:sha256
          mime:pe:size             int
          mime:x509:cn             str
          name                     file:base
          sha1                     hash:sha1
          sha256                   hash:sha256
          sha512                   hash:sha512
          size                     int
          ssdeeps                  array {sorted, type: hash:ssdeep, uniq}

        form file:filepath comp {fields: [[file, file:bytes], [path, file:path]]} | a path under which a file was seen
          file           file:bytes readonly
          path           file:path readonly
          path:base      file:base readonly
          path:base:ext  str readonly
          path:dir       file:path readonly

        form file:ismime comp {fields: [[file, file:bytes], [mime, file:mime]]}
          file  file:bytes readonly
          mime  file:mime readonly

        form file:mime str {lower: 1} | the media type of a file

        form file:mime:gif guid implements file:mime:image

        form file:mime:jpg guid implements file:mime:image

        form file:mime:lnk guid
          arguments         it:cmd
          desc              str
          driveserial       int
          entry:extended    file:path
          entry:icon        file:path
          entry:localized   file:path
          entry:primary     file:path
          entry:secondary   file:path
          environment:icon  file:path
          environment:path  file:path
          flags             int
          iconindex         int
          machineid         it:hostname
          relative          str {strip}
          target:accessed   time
          target:attrs      int
          target:created    time
          target:size       int
          target:written    time
          working           file:path

        form file:mime:macho:loadcmd guid implements file:mime:macho:loadcmd

        form file:mime:macho:section guid
          name     str
          offset   int
          segment  file:mime:macho:segment
          sha256   hash:sha256
          size     int
          type     int {enums: [[0, regular], [1, "zero fill on demand"], [2, "only literal C strings"], [3,
              "only 4 byte literals"], [4, "only 8 byte literals"], [5, "only pointers to literals"], [6,
              "only non-lazy symbol pointers"], [7, "only lazy symbol pointers"], [8, "only symbol stubs"], [9,
              "only function pointers for init"], [10, "only function pointers for fini"], [11, "contains symbols to be coalesced"],
              [12, "zero fill on deman (greater than 4gb)"], [13, "only pairs of function pointers for interposing"], [14,
              "only 16 byte literals"], [15, "dtrace object format"], [16, "only lazy symbols pointers to lazy dynamic libraries"]]}

        form file:mime:macho:segment guid implements file:mime:macho:loadcmd
          disksize  int
          memsize   int
          name      str
          offset    int
          sha256    hash:sha256

        form file:mime:macho:uuid guid implements file:mime:macho:loadcmd
          uuid  guid

        form file:mime:macho:version guid implements file:mime:macho:loadcmd
          version  str

        form file:mime:msdoc guid implements file:mime:msoffice

        form file:mime:msppt guid implements file:mime:msoffice

        form file:mime:msxls guid implements file:mime:msoffice

        form file:mime:pdf guid implements file:mime:meta
          author:name    entity:name
          created        time
          id             str {strip}
          keywords       array {sorted, type: media:topic, uniq}
          language:name  lang:name
          producer:name  it:prod:softname
          subject        str
          title          str
          tool:name      it:prod:softname
          updated        time

        form file:mime:pe:export comp {fields: [[file, file:bytes], [name, str]]}
          file  file:bytes readonly
          name  str readonly

        form file:mime:pe:resource comp {fields: [[file, file:bytes], [type, pe:resource:type], [langid, pe:langid], [resource,
            file:bytes]]}
          file      file:bytes readonly
          langid    pe:langid readonly
          resource  file:bytes readonly
          type      pe:resource:type readonly

        form file:mime:pe:section comp {fields: [[file, file:bytes], [name, str], [sha256, hash:sha256]]}
          file    file:bytes readonly
          name    str readonly
          sha256  hash:sha256 readonly

        form file:mime:pe:vsvers:info comp {fields: [[file, file:bytes], [keyval, file:mime:pe:vsvers:keyval]]}
          file    file:bytes readonly
          keyval  file:mime:pe:vsvers:keyval readonly

        form file:mime:pe:vsvers:keyval comp {fields: [[name, str], [value, str]]}
          name   str readonly
          value  str readonly

        form file:mime:png guid implements file:mime:image

        form file:mime:rtf guid implements file:mime:meta
          guid  guid

        form file:mime:tif guid implements file:mime:image

        form file:path builtin | a path of a file system
          base      file:base readonly
          base:ext  str readonly
          dir       file:path readonly

        form file:string comp {fields: [[file, file:bytes], [string, str]]} deprecated
          file    file:bytes readonly
          string  str readonly

        form file:subfile comp {fields: [[parent, file:bytes], [child, file:bytes]]} | a file inside another
          child   file:bytes readonly
          name    file:base deprecated
          parent  file:bytes readonly
          path    file:path

        form hash:md5 hex {size: 32} | an MD5 digest

        form hash:sha1 hex {size: 40} | a SHA-1 digest

        form hash:sha256 hex {size: 64} | a SHA-256 digest

        form hash:sha384 hex {size: 96}

        form hash:sha512 hex {size: 128} | a SHA-512 digest

        form hash:ssdeep str {regex: "^([3-9]|[1-9]\\d+):[A-Za-z0-9+/]{0,64}:[A-Za-z0-9+/]{0,64}$", strip}

        edge file:bytes -(refs)> it:dev:str
        edge file:bytes -(uses)> math:algorithm
        """#
}
