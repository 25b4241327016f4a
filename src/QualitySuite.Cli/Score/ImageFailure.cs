namespace QualitySuite.Cli.Score;

/// <summary>Why an image has no scores.</summary>
/// <param name="Reason">snake_case and stable: <c>truncated</c>, <c>not_an_image</c>, <c>unreadable</c>, ...</param>
/// <param name="Detail">One sentence for people.</param>
internal sealed record ImageFailure(string Reason, string Detail);
