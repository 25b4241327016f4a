namespace QualitySuite.AppHost;

/// <summary>How the suite is deployed to Azure: AppHost.Azure.cs says it, which is compiled only with Aspire's packages.</summary>
internal static partial class AzureDeployment
{
    /// <summary>Adds the deployment to the model; without Aspire's packages there is none.</summary>
    public static void Describe(SuiteProjects projects, IDistributedApplicationBuilder builder) => DescribeContainerApps(projects, builder);

    static partial void DescribeContainerApps(SuiteProjects projects, IDistributedApplicationBuilder builder);
}

/// <summary>The projects that are deployed, and the password that the worker's scaler needs; the simulator is not one of them.</summary>
internal sealed record SuiteProjects(
    IResourceBuilder<ProjectResource> Migrations,
    IResourceBuilder<ProjectResource> FeedbackApi,
    IResourceBuilder<ProjectResource> ScoringWorker,
    IResourceBuilder<ProjectResource> Experiments,
    IResourceBuilder<ProjectResource> Monitor,
    IResourceBuilder<ProjectResource> Reviewer,
    IResourceBuilder<ParameterResource> RedisPassword);
