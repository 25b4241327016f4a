using QualitySuite.AppHost;

var builder = DistributedApplication.CreateBuilder([.. args.Where(argument => argument != "--no-demo")]);
var demo = builder.ExecutionContext.IsRunMode && !args.Contains("--no-demo") && !builder.Configuration.GetValue<bool>("NoDemo");
var data = DevelopmentData.AddTo(builder);

var postgresPassword = builder.AddParameter("postgres-password", secret: true);
var redisPassword = builder.AddParameter("redis-password", secret: true);
var internalKey = builder.AddParameter("internal-key", secret: true);
var userKeySecret = builder.AddParameter("user-key-secret", secret: true);

// For a developer's machine alone: a service that finds such a key elsewhere does not start.
var developmentApiKey = builder.ExecutionContext.IsRunMode ? builder.AddParameter("development-api-key", secret: true) : null;

var database = builder.AddPostgres("postgres", password: postgresPassword)
    .WithDataVolume()
    .AddDatabase("quality");

var redis = builder.AddRedis("redis", password: redisPassword)
    .WithDataVolume()
    .WithPersistence();

var migrations = builder.AddProject<Projects.QualitySuite_Migrations>("migrations")
    .WithReference(database)
    .WaitFor(database);

var feedbackApi = builder.AddProject<Projects.QualitySuite_FeedbackApi>("feedback-api")
    .AsService(database, migrations, internalKey)
    .WithReference(redis)
    .WithEnvironment("UserKeys__Secret", userKeySecret)
    .WithEnvironment("ImageStore__Path", data.Images)
    .WithSection(builder.Configuration, "ImageStore")
    .WithSection(builder.Configuration, "ImageFetch")
    .WithSection(builder.Configuration, "Erasure")
    .WithSection(builder.Configuration, "Privacy")
    .WithExternalHttpEndpoints();
if (developmentApiKey is not null)
{
    feedbackApi.WithEnvironment("Authentication__DevelopmentApiKey", developmentApiKey);
}

var scoringWorker = builder.AddProject<Projects.QualitySuite_ScoringWorker>("scoring-worker")
    .AsService(database, migrations, internalKey)
    .WithReference(redis)
    .WithEnvironment("ImageStore__Path", data.Images)
    .WithSection(builder.Configuration, "ImageStore")
    .WithEnvironment("Scoring__PackPath", builder.Configuration["Scoring:PackPath"] ?? data.StarterPack)
    .WithEnvironment("Scoring__InstalledPacks", builder.Configuration["Scoring:InstalledPacks"] ?? data.InstalledPacks)
    .WithEnvironment("ScoringWorker__RedeliverAfter", builder.Configuration["ScoringWorker:RedeliverAfter"] ?? "00:00:30")
    .WithReplicas(builder.Configuration.GetValue("ScoringWorker:Replicas", 1));

var experiments = builder.AddProject<Projects.QualitySuite_Experiments>("experiments")
    .AsService(database, migrations, internalKey)
    .WithEnvironment("UserKeys__Secret", userKeySecret)
    .WithExternalHttpEndpoints();

var monitor = builder.AddProject<Projects.QualitySuite_Monitor>("monitor")
    .AsService(database, migrations, internalKey)
    .WithReference(redis)
    .WithReference(feedbackApi)
    .WithSection(builder.Configuration, "Retention");

var reviewer = builder.AddProject<Projects.QualitySuite_Reviewer>("reviewer")
    .AsService(database, migrations, internalKey)
    .WithReference(feedbackApi)
    .WithReference(experiments)
    .WithReference(monitor)
    .WithReference(scoringWorker)
    .WithExternalHttpEndpoints();

if (demo && developmentApiKey is not null)
{
    builder.AddProject<Projects.QualitySuite_Simulator>("simulator")
        .WithReference(feedbackApi)
        .WaitFor(feedbackApi)
        .WaitFor(scoringWorker)
        .WithEnvironment("Simulator__ApiKey", developmentApiKey);
}

AzureDeployment.Describe(new SuiteProjects(migrations, feedbackApi, scoringWorker, experiments, monitor, reviewer, redisPassword), builder);
if (developmentApiKey is not null)
{
    EndpointsFile.AddTo(
        builder, data, new SuiteEndpoints(feedbackApi, scoringWorker, experiments, monitor, reviewer, database, redis, developmentApiKey));
}

builder.Build().Run();
