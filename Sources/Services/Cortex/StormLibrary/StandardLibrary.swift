import Storm

/// Everything that queries can call beyond the language itself; a line for each file is in the extensions.
public enum StandardLibrary {
    /// All libraries, types and commands. Made once.
    public static let catalogue = StormCatalogue(
        libraries: pureLibraries + stateLibraries, objectTypes: pureObjectTypes + stateObjectTypes, commands: commands)
}
