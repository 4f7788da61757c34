using TriageMesh.Contracts;

namespace TriageMesh.Domain.Classification;

/// <summary>A text and its right label.</summary>
/// <param name="Text">As its author wrote it.</param>
/// <param name="Label">What a person said it is.</param>
/// <param name="Language"><c>zh</c> or <c>en</c>; null: as detected.</param>
/// <param name="Weight">How far the label can be trusted, 0 to 1.</param>
/// <param name="Group">The kind of business; texts of one are held out together; null: each by itself.</param>
/// <param name="Source">Where it was written: a post, a review ...</param>
public sealed record LabelledText(
    string Text,
    Label Label,
    string? Language = null,
    double Weight = 1,
    string? Group = null,
    string? Source = null
);
