import Storm

/// temporary
public enum StandardLibrary {
    public static let catalogue = StormCatalogue(libraries: stateLibraries, objectTypes: stateObjectTypes, commands: commands)
}
