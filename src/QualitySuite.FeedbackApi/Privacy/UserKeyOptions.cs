using System.ComponentModel.DataAnnotations;

namespace QualitySuite.FeedbackApi.Privacy;

/// <summary>The deployment's secret for user and session keys. Section <c>UserKeys</c>.</summary>
internal sealed class UserKeyOptions
{
    public const string Section = "UserKeys";

    /// <summary>At least 32 characters. It must never change: the same user would look like another one.</summary>
    [Required(ErrorMessage = "UserKeys:Secret is not set: give it by configuration key UserKeys:Secret or environment variable UserKeys__Secret.")]
    [MinLength(32, ErrorMessage = "UserKeys:Secret (environment variable UserKeys__Secret) has fewer than 32 characters.")]
    public string Secret { get; set; } = "";
}
