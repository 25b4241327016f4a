using QualitySuite.Contracts.Generations;

namespace QualitySuite.FeedbackApi.Generations;

/// <summary>What a submission must be like.</summary>
internal static class SubmissionRules
{
    private const int MaxSide = 100_000;
    private const double MaxLatencyMs = 86_400_000;

    public static FieldErrors Check(ReceivedSubmission received, DateTimeOffset now)
    {
        var s = received.Metadata;
        var errors = new FieldErrors();
        if (s.Id is not null)
        {
            errors.RequireUuid("id", s.Id);
        }

        errors.RequireText("app", s.App, GenerationLimits.NameCharacters);
        errors.CheckTime("createdAt", s.CreatedAt, now, GenerationLimits.OldestCreatedAt, GenerationLimits.ClockSkew);
        errors.RequireText("prompt", s.Prompt, GenerationLimits.PromptCharacters, mayBeEmpty: true);
        errors.CheckText("negativePrompt", s.NegativePrompt, GenerationLimits.PromptCharacters);
        errors.CheckText("safetyFilter", s.SafetyFilter, GenerationLimits.NameCharacters);
        errors.CheckText("userKey", s.UserKey, GenerationLimits.KeyCharacters);
        errors.CheckText("sessionKey", s.SessionKey, GenerationLimits.KeyCharacters);
        errors.CheckText("error", s.Error, GenerationLimits.ErrorCharacters);
        errors.CheckRange("width", s.Width, 1, MaxSide, " pixels");
        errors.CheckRange("height", s.Height, 1, MaxSide, " pixels");
        errors.CheckRange("latencyMs", s.LatencyMs, 0, MaxLatencyMs, " milliseconds");
        CheckModel(errors, s.Model);
        CheckSampler(errors, s.Sampler);
        CheckParent(errors, s.Parent);
        CheckAssignments(errors, s.Assignments);
        CheckTags(errors, s.Tags);
        CheckImage(errors, received);
        return errors;
    }

    private static void CheckImage(FieldErrors errors, ReceivedSubmission received)
    {
        var s = received.Metadata;
        if (received.Upload is not null && s.ImageBase64 is not null)
        {
            errors.Add("imageBase64", "The image comes once: in the part \"image\" or as imageBase64, and here it is in both.");
        }

        errors.CheckText("imageUrl", s.ImageUrl, GenerationLimits.ImageUrlCharacters);
        if (s.ImageUrl is not null && received.Image is not null)
        {
            errors.Add("imageUrl", "The image comes once: as bytes or from a URL, and here are both.");
        }
    }

    private static void CheckModel(FieldErrors errors, ModelInfo? model)
    {
        if (model is null)
        {
            errors.Add("model", "Required: an object with name and version, and it is missing.");
            return;
        }

        errors.RequireText("model.name", model.Name, GenerationLimits.NameCharacters);
        errors.RequireText("model.version", model.Version, GenerationLimits.NameCharacters);
        errors.CheckText("model.hash", model.Hash, GenerationLimits.NameCharacters);
    }

    private static void CheckSampler(FieldErrors errors, SamplerInfo? sampler)
    {
        if (sampler is null)
        {
            return;
        }

        errors.CheckText("sampler.name", sampler.Name, GenerationLimits.NameCharacters);
        errors.CheckText("sampler.scheduler", sampler.Scheduler, GenerationLimits.NameCharacters);
        errors.CheckRange("sampler.steps", sampler.Steps, 0, 100_000, " steps");
        errors.CheckRange("sampler.guidance", sampler.Guidance, -1_000, 1_000, "");
    }

    private static void CheckParent(FieldErrors errors, ParentLink? parent)
    {
        if (parent is null)
        {
            return;
        }

        errors.RequireUuid("parent.id", parent.Id);
        if (parent.Relation is null)
        {
            errors.Add("parent.relation", "Required: regeneration, edit, upscale or variation, and it is missing.");
        }
    }

    private static void CheckAssignments(FieldErrors errors, IReadOnlyList<VariantAssignment>? assignments)
    {
        if (assignments is null)
        {
            return;
        }

        if (assignments.Count > GenerationLimits.Assignments)
        {
            errors.Add("assignments", $"At most {GenerationLimits.Assignments} assignments; this array has {assignments.Count}.");
            return;
        }

        for (var i = 0; i < assignments.Count; i++)
        {
            errors.RequireText($"assignments[{i}].experiment", assignments[i]?.Experiment, GenerationLimits.NameCharacters);
            errors.RequireText($"assignments[{i}].variant", assignments[i]?.Variant, GenerationLimits.NameCharacters);
        }
    }

    private static void CheckTags(FieldErrors errors, IReadOnlyDictionary<string, string>? tags)
    {
        if (tags is null)
        {
            return;
        }

        if (tags.Count > GenerationLimits.Tags)
        {
            errors.Add("tags", $"At most {GenerationLimits.Tags} tags; this object has {tags.Count}.");
            return;
        }

        foreach (var (key, value) in tags)
        {
            errors.RequireText("tags (key)", key, GenerationLimits.TagKeyCharacters);
            errors.RequireText($"tags.{key}", value, GenerationLimits.TagValueCharacters, mayBeEmpty: true);
        }
    }
}
