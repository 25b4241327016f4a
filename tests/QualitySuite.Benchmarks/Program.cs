using System.Globalization;
using QualitySuite.Benchmarks;
using QualitySuite.Benchmarks.Ingest;
using QualitySuite.Benchmarks.Kernels;
using QualitySuite.Benchmarks.Pipeline;
using QualitySuite.Benchmarks.ScoreApi;
using QualitySuite.Benchmarks.Soak;
using QualitySuite.Benchmarks.StarterModels;

CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};
try
{
    if (args is ["ingest", .. var rest])
    {
        await new IngestRun(IngestArguments.Parse(rest)).RunAsync(stop.Token);
        return 0;
    }

    if (args is ["soak", .. var soak])
    {
        return await SoakRun.RunAsync(SoakArguments.Parse(soak), stop.Token) ? 0 : 1;
    }

    var arguments = BenchmarkArguments.Parse(args);
    if (arguments.Includes("kernels"))
    {
        await KernelRun.RunAsync(stop.Token);
    }

    if (arguments.Includes("starter"))
    {
        await StarterModelsRun.RunAsync(stop.Token);
    }

    if (arguments.Includes("pipeline"))
    {
        await new PipelineRun(arguments.Rounds, arguments.Images).RunAsync(stop.Token);
    }

    if (arguments.Includes("profile"))
    {
        await ProfileRun.RunAsync(arguments.Images, stop.Token);
    }

    if (arguments.Includes("score-api"))
    {
        await ScoreApiRun.RunAsync(stop.Token);
    }

    return 0;
}
catch (BenchmarkException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
