using System.Runtime.Intrinsics;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;

namespace TriageMesh.Domain.Classification;

/// <summary>What a model says of one text. No memory is taken for it.</summary>
/// <param name="Label">The likeliest label.</param>
/// <param name="Probabilities">One for each label, in the order of <see cref="Contracts.Label"/>.</param>
/// <param name="Language">The language the model worked in.</param>
/// <param name="NeedsReview">True below the threshold, and where the model knows nothing that is in the text.</param>
public readonly record struct Prediction(
    Label Label,
    Vector256<double> Probabilities,
    string Language,
    bool NeedsReview
)
{
    /// <summary>The probability of <see cref="Label"/>.</summary>
    public double Confidence => Probabilities[(int)Label];

    public LabelScores ToScores() =>
        new(
            Probabilities[(int)Label.Complaint],
            Probabilities[(int)Label.Praise],
            Probabilities[(int)Label.Question],
            Probabilities[(int)Label.Other]
        );
}
