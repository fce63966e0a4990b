import Storm

/// Everything that queries can call by name beyond the language itself.
public enum StandardLibrary {
    /// Libraries, types of objects and commands, made once.
    public static let catalogue = StormCatalogue(
        libraries: pureLibraries + stateLibraries, objectTypes: pureObjectTypes + stateObjectTypes, commands: commands)
}
