package caravan.lake;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What stands side by side in a stream and belongs together. */
final class Neighbours {

    private Neighbours() {}

    /**
     * Groups of elements of which each belongs to the one before it; lazily, with one group in memory.
     *
     * @param belong whether two that follow each other belong together
     */
    static <T> Stream<List<T>> groups(Stream<T> elements, BiPredicate<T, T> belong) {
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(
                                new Groups<>(elements.iterator(), belong), Spliterator.ORDERED | Spliterator.NONNULL),
                        false)
                .onClose(elements::close);
    }

    private static final class Groups<T> implements Iterator<List<T>> {

        private final Iterator<T> elements;
        private final BiPredicate<T, T> belong;
        private List<T> begun;

        Groups(Iterator<T> elements, BiPredicate<T, T> belong) {
            this.elements = elements;
            this.belong = belong;
            this.begun = first();
        }

        private List<T> first() {
            List<T> group = new ArrayList<>();
            if (elements.hasNext()) {
                group.add(elements.next());
            }
            return group;
        }

        @Override
        public boolean hasNext() {
            return !begun.isEmpty();
        }

        @Override
        public List<T> next() {
            if (begun.isEmpty()) {
                throw new NoSuchElementException();
            }
            List<T> group = begun;
            begun = new ArrayList<>();
            while (begun.isEmpty() && elements.hasNext()) {
                T element = elements.next();
                if (belong.test(group.get(group.size() - 1), element)) {
                    group.add(element);
                } else {
                    begun.add(element);
                }
            }
            return group;
        }
    }
}
