namespace QualitySuite.FeedbackApi.Generations;

/// <summary>Pieces that several queries over generations (alias <c>g</c>) share.</summary>
internal static class GenerationSql
{
    /// <summary>Joins from which <see cref="Status"/> is told.</summary>
    public const string StatusJoins = """
        left join scoring.completion_facts c on c.generation_created_at = g.created_at and c.generation_id = g.id
        left join scoring.pending_facts p on p.generation_id = g.id
        left join scoring.dead_letter_facts d on d.generation_id = g.id
        """;

    /// <summary>A generation is scored once its completion is committed; while it is replayed it is pending again.</summary>
    public const string Status = """
        case when c.generation_id is not null then 'scored'
             when p.generation_id is not null then 'pending'
             when d.generation_id is not null then 'failed'
             else 'not_scored' end
        """;
}
