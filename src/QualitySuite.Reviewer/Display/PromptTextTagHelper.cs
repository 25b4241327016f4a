using Microsoft.AspNetCore.Razor.TagHelpers;
using QualitySuite.Contracts.Generations;
using QualitySuite.Reviewer.Generations;

namespace QualitySuite.Reviewer.Display;

/// <summary><c>&lt;prompt-text value="..." unmatched="..." /&gt;</c>: a prompt as inert text, its unmatched words marked.</summary>
[HtmlTargetElement("prompt-text", TagStructure = TagStructure.WithoutEndTag)]
public sealed class PromptTextTagHelper : TagHelper
{
    public string Value { get; set; } = "";

    public IReadOnlyList<PromptWord> Unmatched { get; set; } = [];

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = null;
        foreach (var (text, isUnmatched) in PromptMarks.Cut(Value, Unmatched))
        {
            if (isUnmatched)
            {
                output.Content.AppendHtml("<mark class=\"unmatched\">").Append(text).AppendHtml("<span class=\"visually-hidden\"> (unmatched word)</span></mark>");
            }
            else
            {
                output.Content.Append(text);
            }
        }
    }
}
