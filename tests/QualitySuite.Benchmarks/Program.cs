using QualitySuite.Benchmarks.Pipeline;

if (args is ["trace"]) { await PipelineRun.TraceAsync(256, CancellationToken.None); return; }
await new PipelineRun(1, 128).RunAsync(CancellationToken.None);
