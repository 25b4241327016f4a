using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace QualitySuite.Reviewer.Display;

/// <summary><c>&lt;when at="..." /&gt;</c>: a time element that reads "3 hours ago" and has the absolute time as its title.</summary>
[HtmlTargetElement("when", TagStructure = TagStructure.WithoutEndTag)]
public sealed class WhenTagHelper(TimeProvider clock) : TagHelper
{
    public DateTimeOffset At { get; set; }

    /// <summary>Text before the relative time is left to the page; this shows the absolute time instead of the relative one.</summary>
    public bool Absolute { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var absolute = RelativeTime.Absolute(At);
        var relative = RelativeTime.Relative(At, clock.GetUtcNow());
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("datetime", At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        output.Attributes.SetAttribute("title", Absolute ? relative : absolute);
        output.Content.SetContent(Absolute ? absolute : relative);
    }
}
