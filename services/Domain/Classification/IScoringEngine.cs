using System.Runtime.Intrinsics;

namespace TriageMesh.Domain.Classification;

/// <summary>Somebody else's model: a text in, four probabilities out. Used by many threads at once.</summary>
public interface IScoringEngine
{
    /// <summary>What the mentions it labels are marked with; the same file has the same version.</summary>
    string Version { get; }

    /// <summary>One probability for each label, in the order of <see cref="Contracts.Label"/>; they sum to 1.</summary>
    Vector256<double> Probabilities(string text);
}
