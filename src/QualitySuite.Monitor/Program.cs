using QualitySuite.Monitor.Partitions;
using QualitySuite.Monitor.Relay;
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

var app = builder.Build();
app.UseServiceDefaults();
app.MapDefaultEndpoints();
await app.RunAsync();
