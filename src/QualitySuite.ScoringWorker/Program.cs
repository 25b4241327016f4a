using Microsoft.Extensions.Options;
using QualitySuite.Scoring;
using QualitySuite.ScoringWorker.Gate;
using QualitySuite.ScoringWorker.Models;
using QualitySuite.ScoringWorker.Pipeline;
using QualitySuite.ScoringWorker.Scorers;
using QualitySuite.ServiceDefaults;
using QualitySuite.Storage;

var builder = WebApplication.CreateBuilder(args);
UtcTimes.Register();
builder.AddServiceDefaults();
builder.AddApiDescription("QualitySuite Scoring worker");
builder.AddNpgsqlDataSource("quality");
builder.AddRedisClient("redis");
builder.AddApiKeys();

builder.Services.AddImageStore().AddScoringQueue();
builder.Services.AddOptions<ScoringEngineOptions>().BindConfiguration("Scoring").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddOptions<ScoringPipelineOptions>().BindConfiguration(ScoringPipelineOptions.Section).ValidateDataAnnotations()
    .Validate<IOptions<ScoringEngineOptions>>(
        (pipeline, engine) => pipeline.BatchSize <= engine.Value.MaxBatch,
        "ScoringWorker:BatchSize (ScoringWorker__BatchSize) is above Scoring:MaxBatch (Scoring__MaxBatch), at which the models cut every batch: raise that too.")
    .ValidateOnStart();
builder.Services.AddSingleton(services => new ScoringEngine(
    services.GetRequiredService<IOptions<ScoringEngineOptions>>().Value, services.GetRequiredService<ILogger<ScoringEngine>>()));
builder.Services.AddSingleton<ScoringFacts>().AddSingleton<ScorerRegistry>().AddSingleton<ScoreStore>();
builder.Services.AddSingleton<OutageRetry>().AddSingleton<WorkerTelemetry>().AddSingleton<ImagePreparer>().AddSingleton<ModelRunner>().AddSingleton<JobFinisher>();
builder.Services.AddSingleton<ScoringScheduler>().AddSingleton<ScoringPipeline>().AddSingleton<ScoreGate>().AddSingleton<GateFacts>();
builder.Services.AddSingleton<PrimaryScorerStore>();
builder.Services.AddHostedService(services => services.GetRequiredService<ScoringScheduler>());
builder.Services.AddHostedService(services => services.GetRequiredService<ScoringPipeline>()).AddHostedService<QueueWorker>();

builder.Services.AddHealthChecks().AddCheck<ModelsCheck>("models");

var app = builder.Build();
app.UseServiceDefaults();
app.MapDefaultEndpoints();
app.MapApiDescription();
app.MapModelsApi();
app.MapScorersApi();
app.MapScoreApi();

var stopping = app.Lifetime.ApplicationStopping;
try
{
    await app.RunAsync();
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    // Told to stop while it was still starting: that is an end like any other.
}
