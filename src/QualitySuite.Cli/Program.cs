using QualitySuite.Cli;

return await QualityTool.RunAsync(args, Console.In, Console.Out, Console.Error);
