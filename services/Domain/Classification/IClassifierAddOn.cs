namespace TriageMesh.Domain.Classification;

/// <summary>What an assembly beside the classifier brings, where it was built: more trainers, and model files of another kind.</summary>
public interface IClassifierAddOn
{
    IReadOnlyList<ILinearTrainer> Trainers { get; }

    /// <summary>Whether a file of this name is of its kind.</summary>
    bool Reads(string path);

    /// <exception cref="ModelFileException">The file is no such model, or a damaged one.</exception>
    IScoringEngine Open(string path);
}
