import SynctlKit

await Synctl.runProcess()
