using Dapper;
using Npgsql;
using QualitySuite.Contracts.Generations;
using QualitySuite.FeedbackApi.Writing;

namespace QualitySuite.FeedbackApi.Generations;

/// <summary>Writes generations. Who wants to read them whole asks <see cref="GenerationReader"/>.</summary>
internal sealed class GenerationStore(NpgsqlDataSource database)
{
    // One statement, so one round trip and one transaction. Of two rows with the same id, in this statement or in two of them, the second one waits
    // for the first and then writes nothing. In the order of their ids, so that two statements never wait for one another.
    private const string InsertSql = """
        with sent as (
            select * from unnest(
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28,
                $29, $30, $31, $32) with ordinality
                as s (
                id, created_at, app, prompt, negative_prompt, model_name, model_version, model_hash, sampler_name, sampler_steps, sampler_guidance,
                sampler_scheduler, safety_filter, seed, width, height, latency_ms, user_key, session_key, parent_id, parent_relation, assignments,
                outcome, error, tags, image_hash, image_type, image_bytes, image_width, image_height, traceparent, redacted, ordinal)
        ), first as (
            select distinct on (id) * from sent order by id, ordinal
        ), new_key as (
            insert into feedback.generation_keys (id, created_at, app)
            select id, created_at, app from first order by id
            on conflict (id) do nothing
            returning id
        ), new_generation as (
            insert into feedback.generations (
                id, created_at, app, prompt, negative_prompt, model_name, model_version, model_hash, sampler_name, sampler_steps, sampler_guidance,
                sampler_scheduler, safety_filter, seed, width, height, latency_ms, user_key, session_key, parent_id, parent_relation, assignments,
                outcome, error, tags, image_hash, image_type, image_bytes, image_width, image_height, redacted)
            select s.id, s.created_at, s.app, s.prompt, s.negative_prompt, s.model_name, s.model_version, s.model_hash, s.sampler_name, s.sampler_steps,
                s.sampler_guidance, s.sampler_scheduler, s.safety_filter, s.seed, s.width, s.height, s.latency_ms, s.user_key, s.session_key,
                s.parent_id, s.parent_relation, s.assignments::jsonb, s.outcome, s.error, s.tags::jsonb, s.image_hash, s.image_type, s.image_bytes,
                s.image_width, s.image_height, string_to_array(s.redacted, ',')
            from first s join new_key using (id)
        ), new_pending as (
            insert into scoring.pending (generation_id, generation_created_at, image_hash, traceparent)
            select id, created_at, image_hash, traceparent from first join new_key using (id) where image_hash is not null
        )
        select f.ordinal from first f join new_key using (id)
        """;

    private const string FindSql = """
        select k.id, coalesce(g.app, '') as app, g.image_hash is not null as HasImage, k.created_at is null as Erased
        from feedback.generation_keys k
        left join feedback.generations g on g.created_at = k.created_at and g.id = k.id
        where k.id = @id and (g.id is not null or k.created_at is null)
        """;

    /// <summary>Writes the generations and, of those with an image, the pending rows. False: the id is taken and nothing was written.</summary>
    public async Task<bool[]> InsertAsync(ArraySegment<NewGeneration> rows, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(InsertSql, connection)
            .With(rows, g => g.Id).With(rows, g => g.CreatedAt).With(rows, g => g.Submission.App).With(rows, g => g.Submission.Prompt)
            .With(rows, g => g.Submission.NegativePrompt).With(rows, g => g.Submission.Model!.Name).With(rows, g => g.Submission.Model!.Version)
            .With(rows, g => g.Submission.Model!.Hash).With(rows, g => g.Submission.Sampler?.Name).With(rows, g => g.Submission.Sampler?.Steps)
            .With(rows, g => g.Submission.Sampler?.Guidance).With(rows, g => g.Submission.Sampler?.Scheduler)
            .With(rows, g => g.Submission.SafetyFilter).With(rows, g => g.Submission.Seed).With(rows, g => g.Submission.Width)
            .With(rows, g => g.Submission.Height).With(rows, g => g.Submission.LatencyMs).With(rows, g => g.UserKey).With(rows, g => g.SessionKey)
            .With(rows, g => g.ParentId).With(rows, g => EnumText.Of(g.Submission.Parent?.Relation)).With(rows, g => g.Assignments)
            .With(rows, g => EnumText.Of(g.Submission.Outcome ?? GenerationOutcome.Succeeded)).With(rows, g => g.Submission.Error)
            .With(rows, g => g.Tags).With(rows, g => g.Image?.Address.ToHash()).With(rows, g => g.Image?.ContentType).With(rows, g => g.Image?.Bytes)
            .With(rows, g => g.Image?.Width).With(rows, g => g.Image?.Height).With(rows, g => g.TraceParent).With(rows, g => g.Redacted);
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var isNew = new bool[rows.Count];
        while (await reader.ReadAsync(cancellationToken))
        {
            isNew[reader.GetInt64(0) - 1] = true;
        }

        return isNew;
    }

    /// <summary>What a retry needs to know of the generation that has this id; null when there is none.</summary>
    public async Task<KnownGeneration?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<FoundRow>(
            new CommandDefinition(FindSql, new { id }, cancellationToken: cancellationToken));
        return row is null ? null : new KnownGeneration(row.Id, row.App, row.HasImage, row.Erased);
    }

    private sealed record FoundRow(Guid Id, string App, bool HasImage, bool Erased);
}

/// <summary>The least that is known of an accepted generation; of one that was erased, that it was.</summary>
internal sealed record KnownGeneration(Guid Id, string App, bool HasImage, bool Erased);
