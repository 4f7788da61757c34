namespace TriageMesh.Domain.Classification;

/// <summary>Finds the weights that tell the labels apart: multinomial logistic regression with an L2 penalty, however solved.</summary>
public interface ILinearTrainer
{
    /// <summary>How it is asked for.</summary>
    string Name { get; }

    /// <summary>Trains on the rows whose weight is above zero.</summary>
    /// <param name="rows">The training texts as vectors.</param>
    /// <param name="rowWeights">How much each row counts.</param>
    /// <param name="penalty">The L2 penalty on the sum of the weighted losses; the biases bear none.</param>
    /// <param name="point">Four weights for each column, then four biases. What is in it may be a start; the solution goes into it.</param>
    void Train(TrainingRows rows, double[] rowWeights, double penalty, double[] point);
}
