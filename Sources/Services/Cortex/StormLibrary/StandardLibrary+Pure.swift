import Storm

extension StandardLibrary {
    /// The libraries that need no state of a Cortex.
    static let pureLibraries: [StormLibrary] =
        [
            RootLibrary.library,
            Base64Library.library,
            BaseXLibrary.library,
            BytesLibrary.library,
            CacheLibrary.library,
            CSVLibrary.library,
            DictLibrary.library,
            EthereumLibrary.library,
            GeneratorLibrary.library,
            GISLibrary.library,
            HashLibraries.hashes,
            HashLibraries.hmac,
            HexLibrary.library,
            HTMLLibrary.library,
            HTTPTextLibrary.library,
            IPv6Library.library,
            ItersLibrary.library,
            JSONLibrary.library,
            MailLibrary.library,
            MathLibrary.library,
            PackLibrary.library,
            RandomLibrary.library,
            RegexLibrary.library,
            RegexLibrary.flags,
            ScrapeLibrary.library,
            SeverityLibrary.library,
            SpooledLibrary.library,
            StatsLibrary.library,
            StrLibrary.library,
            TabularLibrary.library,
            TagsLibrary.library,
            TimeLibrary.library,
            TimeLibrary.formats,
            UtilsLibrary.library,
            VarsLibrary.library,
            VersionLibrary.library,
            WhoisLibrary.library,
            XMLLibrary.library,
            YAMLLibrary.library,
        ] + CompressionLibraries.all

    /// The types of their objects, and methods that they add to types of the engine.
    static let pureObjectTypes: [StormObjectType] = [
        BytesMethods.bytes,
        BytesMethods.text,
        CacheObject.type,
        JSONSchemaObject.type,
        MailMessageObject.type,
        RandomObject.type,
        TablePrinter.type,
        TallyObject.type,
        TextObject.type,
        XMLElementObject.type,
    ]
}
