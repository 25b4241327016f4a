using Dapper;
using Npgsql;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.FeedbackApi.Generations;

/// <summary>Writes generations. Who wants to read them whole asks <see cref="GenerationReader"/>.</summary>
internal sealed class GenerationStore(NpgsqlDataSource database)
{
    // One statement, so one round trip and one transaction. Of two calls with the same id the second waits for the first and then inserts nothing.
    private const string InsertSql = """
        with new_key as (
            insert into feedback.generation_keys (id, created_at) values (@Id, @CreatedAt)
            on conflict (id) do nothing
            returning id, created_at
        ), new_generation as (
            insert into feedback.generations (
                id, created_at, app, prompt, negative_prompt, model_name, model_version, model_hash,
                sampler_name, sampler_steps, sampler_guidance, sampler_scheduler, safety_filter, seed, width, height, latency_ms,
                user_key, session_key, parent_id, parent_relation, assignments, outcome, error, tags,
                image_hash, image_type, image_bytes, image_width, image_height)
            select id, created_at, @App, @Prompt, @NegativePrompt, @ModelName, @ModelVersion, @ModelHash,
                @SamplerName, @SamplerSteps, @SamplerGuidance, @SamplerScheduler, @SafetyFilter, @Seed, @Width, @Height, @LatencyMs,
                @UserKey, @SessionKey, @ParentId, @ParentRelation, @Assignments::jsonb, @Outcome, @Error, @Tags::jsonb,
                @ImageHash, @ImageType, @ImageBytes, @ImageWidth, @ImageHeight
            from new_key
        ), new_pending as (
            insert into scoring.pending (generation_id, generation_created_at, image_hash, traceparent)
            select id, created_at, @ImageHash, @TraceParent from new_key where @ImageHash is not null
        )
        select count(*) from new_key
        """;

    private const string FindSql = """
        select g.id, g.app, g.image_hash is not null as HasImage
        from feedback.generation_keys k
        join feedback.generations g on g.created_at = k.created_at and g.id = k.id
        where k.id = @id
        """;

    /// <summary>Writes the generation and, with an image, its pending row. False: the id is taken and nothing was written.</summary>
    public async Task<bool> InsertAsync(NewGeneration generation, CancellationToken cancellationToken)
    {
        var s = generation.Submission;
        var parameters = new
        {
            generation.Id,
            generation.CreatedAt,
            s.App,
            s.Prompt,
            s.NegativePrompt,
            ModelName = s.Model!.Name,
            ModelVersion = s.Model.Version,
            ModelHash = s.Model.Hash,
            SamplerName = s.Sampler?.Name,
            SamplerSteps = s.Sampler?.Steps,
            SamplerGuidance = s.Sampler?.Guidance,
            SamplerScheduler = s.Sampler?.Scheduler,
            s.SafetyFilter,
            s.Seed,
            s.Width,
            s.Height,
            s.LatencyMs,
            generation.UserKey,
            generation.SessionKey,
            generation.ParentId,
            ParentRelation = EnumText.Of(s.Parent?.Relation),
            generation.Assignments,
            Outcome = EnumText.Of(s.Outcome ?? GenerationOutcome.Succeeded),
            s.Error,
            generation.Tags,
            ImageHash = generation.Image?.Address.ToHash(),
            ImageType = generation.Image?.ContentType,
            ImageBytes = generation.Image?.Bytes,
            ImageWidth = generation.Image?.Width,
            ImageHeight = generation.Image?.Height,
            generation.TraceParent,
        };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(InsertSql, parameters, cancellationToken: cancellationToken)) == 1;
    }

    /// <summary>What a retry needs to know of the generation that has this id; null when there is none.</summary>
    public async Task<KnownGeneration?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<FoundRow>(
            new CommandDefinition(FindSql, new { id }, cancellationToken: cancellationToken));
        return row is null ? null : new KnownGeneration(row.Id, row.App, row.HasImage);
    }

    private sealed record FoundRow(Guid Id, string App, bool HasImage);
}

/// <summary>The least that is known of an accepted generation.</summary>
internal sealed record KnownGeneration(Guid Id, string App, bool HasImage);
