import Storm

/// Everything that queries can call: a line for each file.
public enum StandardLibrary {
    /// All libraries, types and commands. Made once.
    public static let catalogue = StormCatalogue(
        libraries: pureLibraries + stateLibraries, objectTypes: pureTypes + stateObjectTypes, commands: commands)

    /// The libraries that need no state of a Cortex.
    private static let pureLibraries: [StormLibrary] =
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
    private static let pureTypes: [StormObjectType] = [
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
