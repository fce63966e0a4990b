import Storm

extension StandardLibrary {
    /// Every command, one for each file in `Commands`.
    static let commands: [CommandDeclaration] = flowCommands + nodeCommands + runningCommands + textCommands

    private static let flowCommands: [CommandDeclaration] = [
        .batch, .count, .divert, .intersect, .limit, .max, .min, .once, .spin, .statsCountby, .tee, .tree, .uniq,
    ]

    private static let nodeCommands: [CommandDeclaration] = [
        .copyto, .delnode, .diff, .edgesDel, .graph, .iden, .liftByverb, .merge, .movetag, .scrape, .tagPrune,
    ]

    private static let runningCommands: [CommandDeclaration] = [.help, .macroExec, .parallel, .runas, .stormExec, .viewExec]

    /// Those written in Storm.
    private static let textCommands: [CommandDeclaration] = [
        .authGateShow, .authPermsList, .authRoleAdd, .authRoleAddrule, .authRoleDel, .authRoleDelrule, .authRoleList, .authRoleMod,
        .authRoleShow, .authUserAdd, .authUserAddrule, .authUserAllowed, .authUserDelrule, .authUserGrant, .authUserList, .authUserMod,
        .authUserRevoke, .authUserShow, .cronAdd, .cronAt, .cronCleanup, .cronDel, .cronDisable, .cronEnable, .cronList, .cronMod,
        .cronMove, .cronStat, .dmonList, .feedList, .genGeoPlace, .genItAvScanResult, .genItProdSoft, .genLangLanguage, .genOuCampaign,
        .genOuIdNumber, .genOuIdType, .genOuIndustry, .genOuOrg, .genOuOrgHq, .genPolCountry, .genPolCountryGovernment,
        .genPsContactEmail, .genRiskThreat, .genRiskToolSoftware, .genRiskVuln, .indexCountProp, .layerAdd, .layerDel, .layerGet,
        .layerList, .layerSet, .macroDel, .macroGet, .macroList, .macroSet, .modelDeprecatedCheck, .modelDeprecatedLock,
        .modelDeprecatedLocks, .modelEdgeDel, .modelEdgeGet, .modelEdgeList, .modelEdgeSet, .noteAdd, .pkgDel, .pkgDocs, .pkgList,
        .pkgPermsList, .queueAdd, .queueDel, .queueList, .quorumMergeList, .triggerAdd, .triggerDel, .triggerDisable, .triggerEnable,
        .triggerList, .triggerMod, .vaultAdd, .vaultDel, .vaultList, .vaultSetConfigs, .vaultSetPerm, .vaultSetSecrets, .version,
        .viewAdd, .viewDel, .viewFork, .viewGet, .viewList, .viewMerge, .viewSet,
    ]
}
