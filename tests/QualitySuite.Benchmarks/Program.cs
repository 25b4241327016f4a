using QualitySuite.Benchmarks.Pipeline;

await new PipelineRun(1, 128).RunAsync(CancellationToken.None);
