using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.Client.Sending;

/// <summary>About how many bytes something takes while it waits, and as a line of a batch: what is long is counted, the rest allowed for.</summary>
internal static class SubmissionSize
{
    private const int Rest = 512;

    public static long Of(GenerationSubmission s) =>
        Rest + (s.ImageBase64?.Length * 4L / 3 ?? 0) + Text(s.Prompt) + Text(s.NegativePrompt) + Text(s.Error) + Text(s.UserKey) + Text(s.SessionKey)
        + (s.Tags?.Sum(tag => Text(tag.Key) + Text(tag.Value)) ?? 0) + (s.Assignments?.Count * (long)Rest ?? 0);

    public static long Of(FeedbackSubmission s) => Rest + Text(s.Comment) + Text(s.UserKey);

    public static long Of(BehaviourSubmission s) => Rest + Text(s.UserKey) + Text(s.SessionKey);

    private static long Text(string? text) => sizeof(char) * (long)(text?.Length ?? 0);
}
