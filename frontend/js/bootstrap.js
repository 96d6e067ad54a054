// The moving parts of Tabler that our pages use; each listens for its own data-bs-… attributes.
import "../../node_modules/@tabler/core/js/src/bootstrap/alert";
import "../../node_modules/@tabler/core/js/src/bootstrap/collapse";
import "../../node_modules/@tabler/core/js/src/bootstrap/dropdown";
import "../../node_modules/@tabler/core/js/src/bootstrap/modal";
import "../../node_modules/@tabler/core/js/src/bootstrap/offcanvas";
import "../../node_modules/@tabler/core/js/src/bootstrap/tab";
