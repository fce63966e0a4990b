import ConformanceKit

ConformanceCommand.main()
