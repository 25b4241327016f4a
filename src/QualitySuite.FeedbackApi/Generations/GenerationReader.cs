using System.Text.Json;
using Dapper;
using Npgsql;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.FeedbackApi.Behaviour;
using QualitySuite.FeedbackApi.Feedback;
using QualitySuite.FeedbackApi.Privacy;

namespace QualitySuite.FeedbackApi.Generations;

/// <summary>Reads one generation with everything known about it.</summary>
internal sealed class GenerationReader(NpgsqlDataSource database, TimeProvider time)
{
    private const string GenerationText = $"""
        select {SummaryRow.Columns}, {GenerationSql.Status} as Status,
               g.received_at as ReceivedAt, g.negative_prompt as NegativePrompt, g.seed as Seed, g.width as Width, g.height as Height,
               g.latency_ms as LatencyMs, g.parent_id as ParentId, g.parent_relation as ParentRelation,
               g.assignments::text as Assignments, g.error as Error, g.tags::text as Tags, g.redacted as Redacted,
               c.facts::text as Facts, d.reason as FailureReason, d.detail as FailureDetail
        from feedback.generation_keys k
        join feedback.generations g on g.created_at = k.created_at and g.id = k.id
        {GenerationSql.StatusJoins}
        where k.id = @id and (@app::text is null or g.app = @app)
        """;

    // A thumb or stars counts while it is its user's latest: the history's latest by time, as feedback.votes has it.
    private const string FeedbackText = """
        select f.kind as Kind, f.value as Value, f.reasons as Reasons, f.comment as Comment, f.created_at as CreatedAt,
               f.position as Position, f.shown as Shown, f.surface as Surface,
               f.kind = 'report' or f.id = first_value(f.id) over (partition by f.kind, f.user_key order by f.created_at desc, f.id desc) as Current,
               count(*) over () as Total
        from feedback.feedback f
        where f.generation_created_at = @createdAt and f.generation_id = @id
        order by f.created_at desc, f.id desc
        limit 500
        """;

    private const string ChildrenText = """
        select id as Id, parent_relation as Relation, created_at as CreatedAt
        from feedback.generations
        where parent_id = @id and (@app::text is null or app = @app)
        order by created_at, id
        limit 100
        """;

    /// <summary>The generation; null when there is none, or none that <paramref name="app"/> (null: any) may see.</summary>
    public async Task<Generation?> FindAsync(Guid id, string? app, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<GenerationRow>(
            new CommandDefinition(GenerationText, new { id, app }, cancellationToken: cancellationToken));
        if (row is null)
        {
            return null;
        }

        var key = new { id, createdAt = row.CreatedAt, app };
        var found = await ScoreReader.ReadAsync(connection, [id], [row.CreatedAt], cancellationToken);
        var feedback = (await connection.QueryAsync<FeedbackRow>(new CommandDefinition(FeedbackText, key, cancellationToken: cancellationToken))).AsList();
        var children = (await connection.QueryAsync<ChildRow>(new CommandDefinition(ChildrenText, key, cancellationToken: cancellationToken))).AsList()
            .ConvertAll(c => c.ToChild());
        var (events, eventCount) = await BehaviourReader.ReadEventsAsync(connection, id, row.CreatedAt, children, cancellationToken);
        return row.ToGeneration(found[id], feedback.Select(f => f.ToEntry()), events, children) with
        {
            FeedbackCount = feedback.FirstOrDefault()?.Total ?? 0,
            BehaviourCount = eventCount,
            BehaviourSummary = eventCount == 0 ? null : await BehaviourReader.SummariseAsync(connection, id, row.CreatedAt, children, time.GetUtcNow(), cancellationToken),
            CameFrom = row.Parent ?? await BehaviourReader.FindOriginAsync(connection, id, app, cancellationToken),
        };
    }

    private sealed class GenerationRow : SummaryRow
    {
        public DateTimeOffset ReceivedAt { get; init; }

        public string? NegativePrompt { get; init; }

        public long? Seed { get; init; }

        public int? Width { get; init; }

        public int? Height { get; init; }

        public double? LatencyMs { get; init; }

        public Guid? ParentId { get; init; }

        public string? ParentRelation { get; init; }

        public string Assignments { get; init; } = "[]";

        public string? Error { get; init; }

        public string Tags { get; init; } = "{}";

        public string[]? Redacted { get; init; }

        public string? Facts { get; init; }

        public string? FailureReason { get; init; }

        public string? FailureDetail { get; init; }

        public ParentLink? Parent => ParentId is { } parent ? new ParentLink(parent.ToString(), EnumText.Parse<ParentRelation>(ParentRelation!)) : null;

        public Generation ToGeneration(
            IEnumerable<Score> scores, IEnumerable<FeedbackEntry> feedback, IReadOnlyList<BehaviourEntry> behaviour, IEnumerable<Child> children)
        {
            var status = EnumText.Parse<ScoringStatus>(Status);
            return new Generation
            {
                Id = Id,
                CreatedAt = CreatedAt,
                ReceivedAt = ReceivedAt,
                App = App,
                Prompt = Prompt,
                NegativePrompt = NegativePrompt,
                Model = Model,
                Sampler = Sampler,
                SafetyFilter = SafetyFilter,
                Seed = Seed,
                Width = Width,
                Height = Height,
                LatencyMs = LatencyMs,
                Outcome = EnumText.Parse<GenerationOutcome>(Outcome),
                Error = Error,
                Status = status,
                Image = Image,
                ImageExpiredAt = ImageExpiredAt,
                Parent = Parent,
                Children = [.. children.Select(child => child.Id)],
                Assignments = Json<VariantAssignment[]>(Assignments),
                Tags = Json<Dictionary<string, string>>(Tags),
                Scores = [.. scores],
                Facts = [.. Redacted is null ? [] : (ScoringFact[])[RedactionFact.Of(Redacted)], .. Facts is null ? [] : Json<ScoringFact[]>(Facts)],
                Failure = status == ScoringStatus.Failed ? new ScoringFact(FailureReason!, FailureDetail!) : null,
                Feedback = [.. feedback],
                Behaviour = behaviour,
                Links = GenerationAddresses.Of(Id, Image is not null),
            };
        }

        private static T Json<T>(string text) => JsonSerializer.Deserialize<T>(text, QualityJson.Options)!;
    }

    private sealed class ChildRow
    {
        public Guid Id { get; init; }

        public string Relation { get; init; } = "";

        public DateTimeOffset CreatedAt { get; init; }

        public Child ToChild() => new(Id, EnumText.Parse<ParentRelation>(Relation), CreatedAt);
    }

    private sealed class FeedbackRow : ReactionRow
    {
        public string Kind { get; init; } = "";

        public short? Value { get; init; }

        public string[] Reasons { get; init; } = [];

        public string? Comment { get; init; }

        public DateTimeOffset CreatedAt { get; init; }

        public bool Current { get; init; }

        public long Total { get; init; }

        public FeedbackEntry ToEntry() => new(
            EnumText.Parse<FeedbackKind>(Kind), Value, Array.ConvertAll(Reasons, EnumText.Parse<ReportReason>), Comment, CreatedAt, Current, Exposure);
    }
}
