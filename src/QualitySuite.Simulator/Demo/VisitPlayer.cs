using QualitySuite.Client;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.Scenes.Diffusion;
using QualitySuite.Scenes.Faults;
using QualitySuite.Scenes.Rendering;
using QualitySuite.Simulator.Users;

namespace QualitySuite.Simulator.Demo;

/// <summary>Plays visits against the real API: submits what was generated, says and does what the user says and does.</summary>
internal sealed class VisitPlayer(QualityClient client, PatientCalls calls, DemoStatus status, SimulatorOptions options, TimeProvider time)
{
    /// <summary>Plays a visit. With <paramref name="waits"/> everything happens at its time, without it at once.</summary>
    public async Task PlayAsync(Visit visit, bool waits, CancellationToken cancellationToken)
    {
        for (var i = 0; i < visit.Steps.Count; i++)
        {
            var step = visit.Steps[i];
            await WaitAsync(waits, step.CreatedAt + step.Result.Latency, cancellationToken);
            var accepted = await calls.CallAsync(
                token => client.SubmitGenerationAsync(Submission(visit, step), step.Result.Draw(), ImageEncoder.MediaType(step.Result.Format), token),
                cancellationToken);
            if (accepted is null)
            {
                return;
            }

            status.CountGeneration();
            await WaitAsync(waits, step.EndsAt, cancellationToken);
            await ReactAsync(visit, step, i + 1 < visit.Steps.Count ? visit.Steps[i + 1] : null, cancellationToken);
        }
    }

    private async Task ReactAsync(Visit visit, VisitStep step, VisitStep? next, CancellationToken cancellationToken)
    {
        var seen = step.CreatedAt + step.Result.Latency;
        for (var i = 0; i < step.Reaction.Actions.Count; i++)
        {
            var action = step.Reaction.Actions[i];
            var behaviour = new BehaviourSubmission
            {
                GenerationId = step.Id.ToString(),
                UserKey = visit.User.Key,
                SessionKey = visit.SessionKey,
                Type = action.Type,
                Value = action.Value,
                At = seen + action.After,
                EventId = $"{step.Id:N}-{i}",
                ResultId = action.Type is BehaviourType.Regenerate or BehaviourType.Edit or BehaviourType.Upscale ? next?.Id.ToString() : null,
                Exposure = step.Exposure,
            };
            await calls.CallAsync(token => client.SubmitEventAsync(behaviour, token), cancellationToken);
            status.CountReaction();
        }

        foreach (var opinion in step.Reaction.Opinions)
        {
            var feedback = new FeedbackSubmission
            {
                GenerationId = step.Id.ToString(),
                UserKey = visit.User.Key,
                Kind = opinion.Kind,
                Value = opinion.Value,
                Reasons = opinion.Reasons,
                Comment = opinion.Comment,
                FeedbackId = $"{step.Id:N}-{opinion.Kind}",
                Exposure = step.Exposure,
            };
            await calls.CallAsync(token => client.SubmitFeedbackAsync(feedback, token), cancellationToken);
            status.CountReaction();
        }
    }

    private async Task WaitAsync(bool waits, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var delay = until - time.GetUtcNow();
        if (waits && delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, time, cancellationToken);
        }
    }

    private GenerationSubmission Submission(Visit visit, VisitStep step)
    {
        var (result, job) = (step.Result, step.Result.Job);
        return new GenerationSubmission
        {
            Id = step.Id.ToString(),
            App = options.App,
            CreatedAt = step.CreatedAt,
            Prompt = job.Prompt,
            NegativePrompt = job.Seed % 3 == 0 ? "blurry, low quality, watermark" : null,
            Model = new ModelInfo(job.Model.Name, job.Model.Version, job.Model.Hash),
            Sampler = new SamplerInfo(job.Settings.Name, job.Settings.Steps, job.Settings.Guidance, job.Settings.Scheduler),
            SafetyFilter = job.Settings.SafetyFilter,
            Seed = job.Seed,
            Width = job.Size,
            Height = job.Size,
            LatencyMs = result.Latency.TotalMilliseconds,
            UserKey = visit.User.Key,
            SessionKey = visit.SessionKey,
            Parent = step.Parent,
            Outcome = result.Fault switch
            {
                Fault.Failed => GenerationOutcome.Failed,
                Fault.Blocked => GenerationOutcome.Blocked,
                _ => GenerationOutcome.Succeeded,
            },
            Error = result.Error,
            Tags = Tags(visit.User, result),
        };
    }

    private static Dictionary<string, string> Tags(SimulatedUser user, DiffusionResult result)
    {
        var tags = new Dictionary<string, string> { ["surface"] = user.Surface };
        if (result.Asked is { } scene)
        {
            tags["style"] = scene.Style.ToString().ToLowerInvariant();
        }

        return tags;
    }
}
