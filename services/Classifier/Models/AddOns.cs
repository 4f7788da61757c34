using TriageMesh.Domain.Classification;

namespace TriageMesh.Classifier.Models;

/// <summary>What was built beside the classifier where its packages could be had, and is simply not there elsewhere.</summary>
internal static class AddOns
{
    private static readonly string[] Known = ["TriageMesh.Classifier.MLNet.MLNetAddOn, TriageMesh.Classifier.MLNet"];

    public static IReadOnlyList<IClassifierAddOn> Present { get; } =
    [
        .. Known
            .Select(name => Type.GetType(name, throwOnError: false))
            .OfType<Type>()
            .Select(type => (IClassifierAddOn)Activator.CreateInstance(type)!),
    ];

    /// <summary>The trainer of that name: ours, or one of an add-on's.</summary>
    /// <exception cref="InputException">There is none here.</exception>
    public static ILinearTrainer Trainer(string name)
    {
        var trainers = Present.SelectMany(addOn => addOn.Trainers).Prepend(new TrainingOptions().Trainer).ToList();
        return trainers.Find(trainer => trainer.Name == name)
            ?? throw new InputException(
                $"There is no trainer {name} here; there are: {string.Join(", ", trainers.Select(trainer => trainer.Name))}."
            );
    }
}
