namespace QualitySuite.FeedbackApi.Generations;

/// <summary>Where a page ends: the last item's createdAt and id, its value when ordered by a metric, and which order that is.</summary>
internal sealed record ListPosition(DateTimeOffset CreatedAt, Guid Id, double? Value, string List);

/// <summary>What a list is ordered by.</summary>
internal enum ListOrder
{
    Newest,
    Oldest,
    MetricAsc,
    MetricDesc,
}

/// <summary>A checked list request. Metric, Min and Max refer to the primary scorer's numbers.</summary>
internal sealed record ListQuery(
    string? App, string? ModelVersion, string? Outcome, string? Prompt, DateTimeOffset? From, DateTimeOffset? To,
    string? Metric, double? Min, double? Max, ListOrder Order, int Limit, ListPosition? After)
{
    /// <summary>The order that a position belongs to.</summary>
    public string List => ByMetric ? $"{EnumText.Of(Order)}/{Metric}" : EnumText.Of(Order);

    public bool ByMetric => Order is ListOrder.MetricAsc or ListOrder.MetricDesc;

    public bool Descending => Order is ListOrder.Newest or ListOrder.MetricDesc;
}
