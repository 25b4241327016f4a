namespace QualitySuite.AppHost;

/// <summary>Where each part of the running suite is reached, and with what.</summary>
internal sealed record SuiteEndpoints(
    IResourceBuilder<ProjectResource> FeedbackApiProject,
    IResourceBuilder<ProjectResource> ScoringWorkerProject,
    IResourceBuilder<ProjectResource> ExperimentsProject,
    IResourceBuilder<ProjectResource> MonitorProject,
    IResourceBuilder<ProjectResource> ReviewerProject,
    IResourceBuilder<PostgresDatabaseResource> Database,
    IResourceBuilder<RedisResource> Redis,
    IResourceBuilder<ParameterResource> ApiKey)
{
    /// <summary>Address of the pages.</summary>
    public EndpointReference Reviewer => ReviewerProject.GetEndpoint("http");

    /// <summary>What has to be healthy before the suite is up.</summary>
    public IEnumerable<string> ResourceNames =>
    [
        .. new[] { FeedbackApiProject, ScoringWorkerProject, ExperimentsProject, MonitorProject, ReviewerProject }.Select(project => project.Resource.Name),
        Database.Resource.Name,
        Redis.Resource.Name,
    ];

    /// <summary>Base addresses, connection strings and the Development key, by the names that scripts use.</summary>
    public async Task<Dictionary<string, string?>> ReadAsync(CancellationToken cancellationToken) => new()
    {
        ["feedbackApi"] = FeedbackApiProject.GetEndpoint("http").Url,
        ["scoringWorker"] = ScoringWorkerProject.GetEndpoint("http").Url,
        ["experiments"] = ExperimentsProject.GetEndpoint("http").Url,
        ["monitor"] = MonitorProject.GetEndpoint("http").Url,
        ["reviewer"] = Reviewer.Url,
        ["postgres"] = await ((IResourceWithConnectionString)Database.Resource).GetConnectionStringAsync(cancellationToken),
        ["redis"] = await ((IResourceWithConnectionString)Redis.Resource).GetConnectionStringAsync(cancellationToken),
        ["apiKey"] = await ApiKey.Resource.GetValueAsync(cancellationToken),
    };
}
