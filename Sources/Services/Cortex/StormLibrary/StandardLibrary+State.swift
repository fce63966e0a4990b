import Storm

extension StandardLibrary {
    /// The libraries that need what a Cortex holds: one line for each file that declares some.
    static let stateLibraries: [StormLibrary] =
        AuthLibrary.all + UserLibrary.all + ViewLibrary.all + LayerLibrary.all + QueueLibrary.all + MacroLibrary.all
        + GlobalsObject.all + PackageLibrary.all + TriggerLibrary.all + CronLibrary.all + DaemonLibrary.all + VaultLibrary.all
        + ModelLibrary.all + AxonLibrary.all + DocumentsLibrary.all + QueryLibrary.all + FeedLibrary.all + LiftLibrary.all
        + ServiceLibrary.all

    /// The objects that those libraries give.
    static let stateObjectTypes: [StormObjectType] = [
        UserObject.type, RoleObject.type, GateObject.type, VariablesObject.type, UserDocumentsObject.type, ViewObject.type,
        LayerObject.type, QueueObject.type, GlobalsObject.type, ModuleObject.type, TriggerObject.type, CronObject.type, VaultObject.type,
        VaultDataObject.type, FormObject.type, PropertyObject.type, TagPropertyObject.type, TypeObject.type,
    ]
}
