using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;
using Dapper;
using Npgsql;
using QualitySuite.Contracts;

namespace QualitySuite.ScoringWorker.Pipeline;

/// <summary>The worker's side of the ledger: what is still to be scored, and the scores.</summary>
internal sealed class ScoreStore(NpgsqlDataSource database, ScorerRegistry scorers, ScoringFacts facts)
{
    private const string FindText = """
        select p.generation_id as GenerationId, p.image_hash as ImageHash, g.prompt as Prompt, p.traceparent as TraceParent, p.attempts + 1 as Attempt
        from scoring.pending p
        join feedback.generation_facts g on g.created_at = p.generation_created_at and g.id = p.generation_id
        where p.generation_id = any(@ids)
        """;

    // The delivery before this one ended without a word: it counts, whether or not its failure was written.
    private const string BeginAgainText = """
        update scoring.pending p set attempts = greatest(p.attempts, 1) + 1
        from feedback.generation_facts g
        where p.generation_id = @id and g.created_at = p.generation_created_at and g.id = p.generation_id
        returning p.generation_id as GenerationId, p.image_hash as ImageHash, g.prompt as Prompt, p.traceparent as TraceParent, p.attempts as Attempt
        """;

    // Whoever deletes the pending row writes the scores; a second worker with the same image finds no row and writes nothing.
    // A scoring after the first adds what the image lacks and says anew what is true of it.
    private const string CompleteText = """
        with done as (
            delete from scoring.pending where generation_id = any(@Ids)
            returning generation_id, generation_created_at
        ), new_scores as (
            insert into scoring.scores (generation_id, generation_created_at, scorer_id, value)
            select d.generation_id, d.generation_created_at, s.scorer_id, s.value
            from unnest(@ScoreIds, @ScorerIds, @Values) as s (generation_id, scorer_id, value)
            join done d on d.generation_id = s.generation_id
            on conflict (generation_created_at, generation_id, scorer_id) do nothing
        ), new_embeddings as (
            insert into scoring.embeddings (generation_id, generation_created_at, encoder_id, half_values)
            select d.generation_id, d.generation_created_at, e.encoder_id, e.half_values
            from unnest(@EmbeddingIds, @EncoderIds, @HalfValues) as e (generation_id, encoder_id, half_values)
            join done d on d.generation_id = e.generation_id
            on conflict (generation_created_at, generation_id, encoder_id) do nothing
        ), new_completions as (
            insert into scoring.completions (generation_id, generation_created_at, attempts, elapsed_ms, facts)
            select d.generation_id, d.generation_created_at, c.attempts, c.elapsed_ms, c.facts::jsonb
            from unnest(@Ids, @Attempts, @ElapsedMs, @Facts) as c (generation_id, attempts, elapsed_ms, facts)
            join done d on d.generation_id = c.generation_id
            on conflict (generation_created_at, generation_id) do update
            set completed_at = excluded.completed_at, attempts = excluded.attempts, elapsed_ms = excluded.elapsed_ms, facts = excluded.facts
        ), replayed as (
            delete from scoring.dead_letters where generation_id in (select generation_id from done)
        )
        select count(*) from done
        """;

    private const string FailText = """
        update scoring.pending set attempts = greatest(attempts, @attempt), last_error = @detail where generation_id = @id
        """;

    private const string DeadLetterText = """
        with given_up as (
            delete from scoring.pending where generation_id = @id returning generation_id, generation_created_at
        )
        insert into scoring.dead_letters (generation_id, generation_created_at, reason, detail, attempts)
        select generation_id, generation_created_at, @reason, @detail, @attempt from given_up
        on conflict (generation_id) do update
        set reason = excluded.reason, detail = excluded.detail, attempts = excluded.attempts, failed_at = now()
        """;

    /// <summary>The pending rows of these generations; one that is missing is scored already, or gone.</summary>
    public async Task<Dictionary<Guid, PendingImage>> FindAsync(Guid[] ids, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<PendingImage>(new CommandDefinition(FindText, new { ids }, cancellationToken: cancellationToken));
        return rows.ToDictionary(row => row.GenerationId);
    }

    /// <summary>Counts one more attempt before it begins; null: scored already, or gone.</summary>
    public async Task<PendingImage?> BeginAgainAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<PendingImage>(new CommandDefinition(BeginAgainText, new { id }, cancellationToken: cancellationToken));
    }

    /// <summary>Writes the scores of some images and strikes them off the ledger, in one round trip and one transaction.</summary>
    public async Task CompleteAsync(IReadOnlyList<ImageJob> jobs, CancellationToken cancellationToken)
    {
        var scores = jobs.SelectMany(job => job.Prepared!.Scores.Select(score => (job.GenerationId, Scorer: scorers.IdOf(score.Scorer), score.Value))).ToList();
        var embeddings = jobs.SelectMany(job => job.Prepared!.Embeddings.Select(e => (job.GenerationId, Encoder: scorers.IdOfEncoder(e.Encoder), e.Values))).ToList();
        var parameters = new
        {
            Ids = jobs.Select(job => job.GenerationId).ToArray(),
            Attempts = jobs.Select(job => (short)job.Attempt).ToArray(),
            ElapsedMs = jobs.Select(job => job.ElapsedMs).ToArray(),
            Facts = jobs.Select(job => JsonSerializer.Serialize(facts.Of(job.Prepared!), QualityJson.Options)).ToArray(),
            ScoreIds = scores.Select(s => s.GenerationId).ToArray(),
            ScorerIds = scores.Select(s => s.Scorer).ToArray(),
            Values = scores.Select(s => s.Value).ToArray(),
            EmbeddingIds = embeddings.Select(e => e.GenerationId).ToArray(),
            EncoderIds = embeddings.Select(e => e.Encoder).ToArray(),
            HalfValues = embeddings.Select(e => ToHalf(e.Values.Span)).ToArray(),
        };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(CompleteText, parameters, cancellationToken: cancellationToken));
    }

    /// <summary>Notes a failed attempt that will be followed by another.</summary>
    public async Task FailAsync(Guid id, int attempt, string detail, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(FailText, new { id, attempt, detail }, cancellationToken: cancellationToken));
    }

    /// <summary>Gives an image up: it leaves the ledger and stands among the dead letters with its reason.</summary>
    public async Task DeadLetterAsync(Guid id, int attempt, string reason, string detail, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(DeadLetterText, new { id, attempt = (short)attempt, reason, detail }, cancellationToken: cancellationToken));
    }

    private static byte[] ToHalf(ReadOnlySpan<float> values)
    {
        var bytes = new byte[values.Length * 2];
        TensorPrimitives.ConvertToHalf(values, MemoryMarshal.Cast<byte, Half>(bytes.AsSpan()));
        return bytes;
    }
}
