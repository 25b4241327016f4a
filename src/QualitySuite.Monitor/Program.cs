using Microsoft.Extensions.Options;
using QualitySuite.Monitor.Partitions;
using QualitySuite.Monitor.Relay;
using QualitySuite.Monitor.Removals;
using QualitySuite.Monitor.Retention;
using QualitySuite.Monitor.SetMetrics;
using QualitySuite.ServiceDefaults;
using QualitySuite.Storage;

var builder = WebApplication.CreateBuilder(args);
UtcTimes.Register();
builder.AddServiceDefaults();
builder.AddNpgsqlDataSource("quality");
builder.AddRedisClient("redis");

builder.Services.AddScoringQueue();
builder.Services.AddOptions<RelayOptions>().BindConfiguration(RelayOptions.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton<PendingStore>().AddHostedService<RelayWorker>();
builder.Services.AddHostedService<PartitionWorker>();
builder.Services.AddOptions<SetMetricsOptions>().BindConfiguration(SetMetricsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton<SetWindowStore>().AddSingleton<EmbeddingStore>().AddSingleton<SetMetricsTelemetry>();
builder.Services.AddSingleton<SetDayCounter>().AddHostedService<SetMetricsWorker>();
builder.Services.AddSingleton<RemovalStore>().AddHostedService<RemovalWorker>();
builder.Services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton<IValidateOptions<RetentionOptions>, RetentionOptionsCheck>();
builder.Services.AddSingleton<RetentionStore>().AddSingleton<RetentionTelemetry>().AddHostedService<RetentionWorker>();

var app = builder.Build();
app.UseServiceDefaults();
app.MapDefaultEndpoints();
await app.RunAsync();
